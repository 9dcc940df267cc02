package io.patternsdk.session.spring.boot;

import io.micrometer.core.instrument.MeterRegistry;
import io.patternsdk.core.Meters;
import io.patternsdk.core.backend.Backend;
import io.patternsdk.core.backend.BackendOptions;
import io.patternsdk.core.backend.DriverRegistry;
import io.patternsdk.core.config.ConfigException;
import io.patternsdk.observability.PatternMeters;
import io.patternsdk.session.SessionStore;
import io.patternsdk.session.SessionStoreBuilder;
import io.patternsdk.session.spring.StoredSessionRepository;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.health.autoconfigure.contributor.ConditionalOnEnabledHealthIndicator;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.session.autoconfigure.SessionAutoConfiguration;
import org.springframework.boot.session.autoconfigure.SessionTimeout;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.session.MapSession;
import org.springframework.session.SessionRepository;
import org.springframework.session.config.annotation.web.http.SpringHttpSessionConfiguration;

/**
 * Keeps the sessions of a servlet application in the session store, on the backend that its
 * properties name. An application that has a {@link SessionStore} or a session repository of its
 * own keeps it.
 */
@AutoConfiguration(
    before = SessionAutoConfiguration.class,
    afterName =
        "org.springframework.boot.micrometer.metrics.autoconfigure"
            + ".CompositeMeterRegistryAutoConfiguration")
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
@ConditionalOnMissingBean(SessionRepository.class)
@EnableConfigurationProperties(SessionStoreProperties.class)
@Import(SpringHttpSessionConfiguration.class)
public final class SessionStoreAutoConfiguration {
  private static final String PREFIX = "pattern.session.";
  private static final String BACKEND = "sessionStoreBackend";
  private static final String METERS = "sessionStoreMeters";

  @Bean
  StoredSessionRepository sessionRepository(
      SessionStore store,
      SessionStoreProperties properties,
      ObjectProvider<SessionTimeout> timeout,
      ApplicationEventPublisher publisher) {
    Duration said = timeout.stream().findFirst().map(SessionTimeout::getTimeout).orElse(null);
    return StoredSessionRepository.builder(store, publisher)
        .idle(said == null ? MapSession.DEFAULT_MAX_INACTIVE_INTERVAL : said)
        .lifetime(properties.lifetime())
        .allow(properties.allow().toArray(String[]::new))
        .saveMode(properties.saveMode())
        .flushMode(properties.flushMode())
        .build();
  }

  @Configuration(proxyBeanMethods = false)
  @ConditionalOnMissingBean(SessionStore.class)
  static final class Store {
    @Bean(name = BACKEND, defaultCandidate = false)
    Backend backend(
        SessionStoreProperties properties, @Qualifier(METERS) ObjectProvider<Meters> meters) {
      SessionStoreProperties.Place place = properties.backend();
      String driver = place.driver();
      DriverRegistry drivers = DriverRegistry.load();
      if (driver == null) {
        throw ConfigException.of(
            PREFIX + "backend.driver is missing",
            "say which driver keeps the sessions; found " + String.join(", ", drivers.names()));
      }
      BackendOptions options =
          BackendOptions.named("sessions")
              .namespace(place.namespace())
              .operationTimeout(place.operationTimeout())
              .settings(BoundSettings.of(place.config()))
              .meters(meters.getIfAvailable(Meters::none));
      return BoundSettings.under(PREFIX + "backend.config.", () -> drivers.open(driver, options));
    }

    @Bean
    SessionStore sessionStore(
        SessionStoreProperties properties,
        @Qualifier(BACKEND) Backend backend,
        @Qualifier(METERS) ObjectProvider<Meters> meters) {
      Map<String, Object> settings = BoundSettings.of(properties.settings());
      for (String elsewhere : List.of("secret", "former_secret", "idle", "lifetime")) {
        if (settings.containsKey(elsewhere)) {
          throw ConfigException.of(
              PREFIX + "settings." + elsewhere.replace('_', '-') + " is not read",
              "say " + PREFIX + "secret, former-secret or lifetime, or spring.session.timeout");
        }
      }
      SessionStoreBuilder builder =
          SessionStore.builder()
              .region(backend)
              .settings(settings)
              .meters(meters.getIfAvailable(Meters::none));
      if (properties.secret() != null) {
        builder.secret(properties.secret());
      }
      if (properties.formerSecret() != null) {
        builder.formerSecret(properties.formerSecret());
      }
      return BoundSettings.under(PREFIX, builder::start);
    }
  }

  @Configuration(proxyBeanMethods = false)
  @ConditionalOnClass({MeterRegistry.class, PatternMeters.class})
  @ConditionalOnBean(MeterRegistry.class)
  static final class Metrics {
    @Bean(name = METERS, defaultCandidate = false)
    PatternMeters meters(MeterRegistry registry) {
      return new PatternMeters(registry);
    }
  }

  @Configuration(proxyBeanMethods = false)
  @ConditionalOnClass({HealthIndicator.class, ConditionalOnEnabledHealthIndicator.class})
  static final class Health {
    // a condition of the class would be loaded where Actuator's health is absent
    @Bean
    @ConditionalOnEnabledHealthIndicator("session-store")
    HealthIndicator sessionStoreHealthIndicator(
        SessionStore store, @Qualifier(BACKEND) ObjectProvider<Backend> backend) {
      return new SessionStoreHealth(store, backend.getIfAvailable());
    }
  }
}
