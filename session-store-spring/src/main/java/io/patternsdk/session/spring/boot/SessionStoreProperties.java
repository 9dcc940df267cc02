package io.patternsdk.session.spring.boot;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.session.FlushMode;
import org.springframework.session.SaveMode;

/**
 * What an application says about its sessions; docs/sessions-spring.md lists it.
 *
 * @param secret what ids are authenticated by
 * @param formerSecret a secret whose ids are still accepted
 * @param lifetime after how long a session expires however it is used; negative for never
 * @param allow classes whose objects sessions keep
 * @param saveMode what is written beside what was set
 * @param flushMode whether each change is written at once
 * @param settings the other settings of the store
 * @param backend where sessions are stored
 */
@ConfigurationProperties("pattern.session")
public record SessionStoreProperties(
    @Nullable String secret,
    @Nullable String formerSecret,
    @DefaultValue("-1s") Duration lifetime,
    @DefaultValue List<String> allow,
    @DefaultValue("on-set-attribute") SaveMode saveMode,
    @DefaultValue("on-save") FlushMode flushMode,
    @DefaultValue Map<String, Object> settings,
    @DefaultValue Place backend) {

  /**
   * A backend.
   *
   * @param driver which driver of those on the class path opens it
   * @param namespace the prefix of all names there, one for each application
   * @param operationTimeout the longest that one call may take
   * @param config the driver's settings
   */
  public record Place(
      @Nullable String driver,
      @DefaultValue("session-store") String namespace,
      @DefaultValue("5s") Duration operationTimeout,
      @DefaultValue Map<String, Object> config) {}

  /** Returns neither secrets nor the driver's settings. */
  @Override
  public String toString() {
    return "SessionStoreProperties[driver=" + backend.driver() + "]";
  }
}
