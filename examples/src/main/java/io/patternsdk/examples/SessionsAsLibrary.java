package io.patternsdk.examples;

import io.patternsdk.core.backend.DriverRegistry;
import io.patternsdk.session.NewSession;
import io.patternsdk.session.SessionStore;
import java.util.List;
import java.util.Optional;

/** The session store inside a program of one's own, without a runner. */
public final class SessionsAsLibrary {
  private static final String SECRET = "at least 32 characters, from a vault in real life";

  private SessionsAsLibrary() {}

  /** Logs a user in, fills the cart by two writes, and logs the user out everywhere. */
  public static void main(String[] args) {
    try (var backend = DriverRegistry.load().open("embedded");
        var sessions = SessionStore.builder().region(backend).secret(SECRET).start()) {
      sessions.onDestroyed(event -> System.out.println("ended: " + event.reason()));
      var visitor = sessions.create(NewSession.empty().with("theme", "dark"));
      var user = sessions.rename(visitor.id());
      sessions.login(user.id(), Optional.of("ann"));
      sessions.set(user.id(), "cart", List.of("book"));
      System.out.println(sessions.find(user.id()).orElseThrow().attributes());
      System.out.println("old id: " + sessions.find(visitor.id()).isPresent());
      System.out.println("logged out: " + sessions.logoutEverywhere("ann"));
      System.out.println("there: " + sessions.find(user.id()).isPresent());
    }
  }
}
