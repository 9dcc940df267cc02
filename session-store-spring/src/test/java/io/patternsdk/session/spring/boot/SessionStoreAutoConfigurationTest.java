package io.patternsdk.session.spring.boot;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.patternsdk.core.backend.Backend;
import io.patternsdk.core.config.ConfigException;
import io.patternsdk.session.NewSession;
import io.patternsdk.session.SessionStore;
import io.patternsdk.session.spring.StoredSession;
import io.patternsdk.session.spring.StoredSessionRepository;
import jakarta.servlet.http.HttpSessionEvent;
import jakarta.servlet.http.HttpSessionListener;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.session.autoconfigure.SessionAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.session.MapSessionRepository;
import org.springframework.session.SessionRepository;
import org.springframework.session.web.http.SessionRepositoryFilter;

/** What Spring Boot makes of properties alone. */
class SessionStoreAutoConfigurationTest {
  private static final String SECRET = "pattern.session.secret=a secret of more than 32 characters";
  private static final String EMBEDDED = "pattern.session.backend.driver=embedded";

  private final WebApplicationContextRunner application =
      new WebApplicationContextRunner()
          .withConfiguration(
              AutoConfigurations.of(
                  SessionAutoConfiguration.class, SessionStoreAutoConfiguration.class));

  private final WebApplicationContextRunner configured =
      application.withPropertyValues(SECRET, EMBEDDED);

  @Test
  void propertiesAloneMakeTheRepositoryAndItsFilter() {
    configured
        .withPropertyValues(
            "spring.session.timeout=7m",
            "pattern.session.lifetime=8h",
            "pattern.session.allow=java.awt.Point",
            "pattern.session.flush-mode=immediate",
            "pattern.session.settings.max-page-size=7",
            "pattern.session.backend.operation-timeout=3s")
        .run(
            context -> {
              assertThat(context).hasSingleBean(SessionRepositoryFilter.class);
              SessionStore store = context.getBean(SessionStore.class);
              assertThat(store.maxPageSize()).isEqualTo(7);
              StoredSession session =
                  context.getBean(StoredSessionRepository.class).createSession();
              session.setAttribute("point", new java.awt.Point(1, 2));
              var stored = store.peek(session.getId()).orElseThrow();
              assertThat(stored.idle()).hasValue(Duration.ofMinutes(7));
              assertThat(stored.ends()).isPresent();
              assertThat(stored.attributes()).containsKey("point");
            });
  }

  @Test
  void withoutMoreASessionLastsHalfAnHourFromItsLastUse() {
    configured.run(
        context -> {
          StoredSessionRepository repository = context.getBean(StoredSessionRepository.class);
          StoredSession session = repository.createSession();
          repository.save(session);
          var stored = context.getBean(SessionStore.class).peek(session.getId()).orElseThrow();
          assertThat(stored.idle()).hasValue(Duration.ofMinutes(30));
          assertThat(stored.ends()).isEmpty();
        });
  }

  @Test
  void whatIsMissingIsNamed() {
    application
        .withPropertyValues(SECRET)
        .run(
            context ->
                assertThat(context.getStartupFailure())
                    .rootCause()
                    .isInstanceOf(ConfigException.class)
                    .hasMessageContaining("pattern.session.backend.driver is missing")
                    .hasMessageContaining("embedded, redis"));
    application
        .withPropertyValues(EMBEDDED)
        .run(
            context ->
                assertThat(context.getStartupFailure())
                    .rootCause()
                    .hasMessageContaining("pattern.session.secret"));
  }

  @Test
  void whatIsWrongIsNamedAsItIsWritten() {
    configured
        .withPropertyValues("pattern.session.settings.max-page-sice=7")
        .run(
            context ->
                assertThat(context.getStartupFailure())
                    .rootCause()
                    .hasMessageContaining("max-page-sice")
                    .hasMessageContaining("max_page_size"));
    configured
        .withPropertyValues("pattern.session.backend.config.path-of=here")
        .run(
            context ->
                assertThat(context.getStartupFailure())
                    .rootCause()
                    .hasMessageContaining("pattern.session.backend.config.path-of"));
    configured
        .withPropertyValues("pattern.session.settings.idle=5m")
        .run(
            context ->
                assertThat(context.getStartupFailure())
                    .rootCause()
                    .hasMessageContaining("spring.session.timeout"));
  }

  @Test
  void anApplicationKeepsAStoreOfItsOwn() {
    configured.run(
        made -> {
          Backend backend = (Backend) made.getBean("sessionStoreBackend");
          SessionStore own =
              SessionStore.builder()
                  .region(backend)
                  .secret("another secret of more than 32 characters")
                  .start();
          application
              .withBean(SessionStore.class, () -> own)
              .run(
                  context -> {
                    assertThat(context).doesNotHaveBean("sessionStoreBackend");
                    assertThat(context.getBean(SessionStore.class)).isSameAs(own);
                    assertThat(context).hasSingleBean(StoredSessionRepository.class);
                  });
        });
  }

  @Test
  void anApplicationKeepsARepositoryOfItsOwn() {
    application
        .withBean(
            SessionRepository.class, () -> new MapSessionRepository(new ConcurrentHashMap<>()))
        .run(context -> assertThat(context).doesNotHaveBean(SessionStore.class));
  }

  @Test
  void whereThereAreNoRequestsThereIsNothing() {
    new ApplicationContextRunner()
        .withConfiguration(AutoConfigurations.of(SessionStoreAutoConfiguration.class))
        .run(context -> assertThat(context).doesNotHaveBean(SessionStore.class));
  }

  @Test
  void theStoreCountsInTheApplicationsRegistry() {
    configured
        .withBean(MeterRegistry.class, SimpleMeterRegistry::new)
        .run(
            context -> {
              var unused = context.getBean(SessionStore.class).create(NewSession.of("ann"));
              MeterRegistry registry = context.getBean(MeterRegistry.class);
              assertThat(
                      registry
                          .get("session_store_operations_total")
                          .tag("operation", "create")
                          .counter()
                          .count())
                  .isEqualTo(1);
            });
  }

  @Test
  void anApplicationWithoutMetricsAndHealthStarts() {
    configured
        .withClassLoader(
            new FilteredClassLoader("io.micrometer.core", "org.springframework.boot.health"))
        .run(
            context -> {
              assertThat(context).hasNotFailed();
              assertThat(context).hasSingleBean(StoredSessionRepository.class);
            });
  }

  @Test
  void healthIsThatOfTheStoreAndItsBackend() {
    configured.run(
        context -> {
          HealthIndicator indicator =
              (HealthIndicator) context.getBean("sessionStoreHealthIndicator");
          assertThat(indicator.health().getStatus()).isEqualTo(Status.UP);
          ((Backend) context.getBean("sessionStoreBackend")).close();
          assertThat(indicator.health().getStatus()).isEqualTo(Status.DOWN);
          context.getBean(SessionStore.class).close();
          assertThat(indicator.health().getStatus()).isEqualTo(Status.DOWN);
        });
    configured
        .withPropertyValues("management.health.session-store.enabled=false")
        .run(context -> assertThat(context).doesNotHaveBean("sessionStoreHealthIndicator"));
  }

  /** Writes down what it hears. */
  static final class Listener implements HttpSessionListener {
    final List<String> heard = new CopyOnWriteArrayList<>();

    @Override
    public void sessionCreated(HttpSessionEvent event) {
      heard.add("created " + event.getSession().getId());
    }

    @Override
    public void sessionDestroyed(HttpSessionEvent event) {
      heard.add("destroyed " + event.getSession().getAttribute("theme"));
    }
  }

  @Test
  void theListenersOfTheApplicationHear() {
    Listener listener = new Listener();
    configured
        .withBean(Listener.class, () -> listener)
        .run(
            context -> {
              StoredSessionRepository repository = context.getBean(StoredSessionRepository.class);
              StoredSession session = repository.createSession();
              session.setAttribute("theme", "dark");
              repository.save(session);
              repository.deleteById(session.getId());
              assertThat(listener.heard)
                  .containsExactly("created " + session.getId(), "destroyed dark");
            });
  }
}
