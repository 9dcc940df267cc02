package io.patternsdk.session.spring;

import io.patternsdk.session.SessionEvent;
import io.patternsdk.session.SessionEvent.Reason;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.session.MapSession;
import org.springframework.session.Session;
import org.springframework.session.events.SessionCreatedEvent;
import org.springframework.session.events.SessionDeletedEvent;
import org.springframework.session.events.SessionDestroyedEvent;
import org.springframework.session.events.SessionExpiredEvent;

/** Tells an application which sessions this process has created and ended. */
final class SessionEvents {
  private final StoredSessionRepository repository;
  private final ApplicationEventPublisher publisher;

  SessionEvents(StoredSessionRepository repository, ApplicationEventPublisher publisher) {
    this.repository = repository;
    this.publisher = publisher;
  }

  void created(StoredSession session) {
    publisher.publishEvent(new SessionCreatedEvent(repository, session));
  }

  void ended(SessionEvent event) {
    Session session =
        event.session().<Session>map(repository::found).orElseGet(() -> new MapSession(event.id()));
    publisher.publishEvent(destroyed(event.reason(), session));
  }

  private SessionDestroyedEvent destroyed(Reason reason, Session session) {
    return reason == Reason.EXPIRED
        ? new SessionExpiredEvent(repository, session)
        : new SessionDeletedEvent(repository, session);
  }
}
