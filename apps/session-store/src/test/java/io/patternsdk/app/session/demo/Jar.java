package io.patternsdk.app.session.demo;

import io.patternsdk.session.regions.Token;
import java.util.concurrent.atomic.AtomicReference;

/** What a browser has been given to show when it asks again. Thread-safe. */
final class Jar {
  private final AtomicReference<Token> token = new AtomicReference<>(Token.none());

  /** Returns what to show. */
  Token token() {
    return token.get();
  }

  /**
   * Takes what an answer gave.
   *
   * @param shown what was shown with the request; where that is what is here, the answer says more
   */
  void take(Token shown, Token given) {
    Token unused = token.updateAndGet(now -> now.equals(shown) ? given : now.and(given));
  }
}
