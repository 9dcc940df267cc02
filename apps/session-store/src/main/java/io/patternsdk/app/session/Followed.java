package io.patternsdk.app.session;

import io.patternsdk.http.HttpHandler;
import io.patternsdk.http.HttpProblem;
import io.patternsdk.http.Request;
import io.patternsdk.http.Response;
import io.patternsdk.session.SessionStore;
import io.patternsdk.session.regions.Token;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.stream.Stream;

/**
 * Shows clients in each region what they have written in any: by a token that an answer gives and
 * the next request shows, as a header or as a cookie. With one region there is none.
 */
final class Followed {
  private static final String HEADER = "Session-Token";
  private static final String COOKIE = "session-token";

  private final SessionStore store;
  private final boolean several;

  Followed(SessionStore store) {
    this.store = store;
    this.several = store.regions().size() > 1;
  }

  HttpHandler by(BiFunction<Request, SessionStore, Response> route) {
    return request -> {
      if (!several) {
        return route.apply(request, store);
      }
      Token shown = shown(request);
      SessionStore followed = store.following(shown);
      Response response = route.apply(request, followed);
      Token token = followed.token();
      return token.equals(shown)
          ? response
          : response
              .header(HEADER, token.text())
              .header(
                  "Set-Cookie", COOKIE + "=" + token.text() + "; Path=/; HttpOnly; SameSite=Lax");
    };
  }

  private static Token shown(Request request) {
    String text = request.header(HEADER).or(() -> cookie(request)).orElse("");
    try {
      return Token.parse(text);
    } catch (IllegalArgumentException e) {
      throw HttpProblem.badRequest(HEADER + " is not one that an answer gave");
    }
  }

  private static Optional<String> cookie(Request request) {
    return Stream.of(request.header("Cookie").orElse("").split(";", -1))
        .map(String::strip)
        .filter(cookie -> cookie.startsWith(COOKIE + "="))
        .map(cookie -> cookie.substring(COOKIE.length() + 1))
        .findFirst();
  }
}
