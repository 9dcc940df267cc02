package io.patternsdk.session.servlet;

import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The cookie that has the id of a session. Immutable.
 *
 * @param name its name
 * @param path for which paths it is sent; empty for those of the application
 * @param domain for which domain; empty for the host that sets it
 * @param httpOnly whether scripts do not see it
 * @param secure whether it is sent over HTTPS alone; empty for when the request was
 * @param sameSite what is sent along from other sites: {@code Lax}, {@code Strict} or {@code None}
 * @param maxAge how long the browser keeps it; empty for as long as it runs
 */
public record SessionCookie(
    String name,
    Optional<String> path,
    Optional<String> domain,
    boolean httpOnly,
    Optional<Boolean> secure,
    String sameSite,
    Optional<Duration> maxAge) {

  /** Returns {@code SESSION}, for the application's paths, out of scripts' reach, {@code Lax}. */
  public static SessionCookie usual() {
    return new SessionCookie(
        "SESSION",
        Optional.empty(),
        Optional.empty(),
        true,
        Optional.empty(),
        "Lax",
        Optional.empty());
  }

  /** Sets the name. */
  public SessionCookie named(String other) {
    return new SessionCookie(other, path, domain, httpOnly, secure, sameSite, maxAge);
  }

  /** Sets the path. */
  public SessionCookie path(String other) {
    return new SessionCookie(name, Optional.of(other), domain, httpOnly, secure, sameSite, maxAge);
  }

  /** Sets the domain. */
  public SessionCookie domain(String other) {
    return new SessionCookie(name, path, Optional.of(other), httpOnly, secure, sameSite, maxAge);
  }

  /** Sets whether scripts do not see it. */
  public SessionCookie httpOnly(boolean other) {
    return new SessionCookie(name, path, domain, other, secure, sameSite, maxAge);
  }

  /** Sets whether it is sent over HTTPS alone. */
  public SessionCookie secure(boolean other) {
    return new SessionCookie(name, path, domain, httpOnly, Optional.of(other), sameSite, maxAge);
  }

  /** Sets what other sites' requests bring along. */
  public SessionCookie sameSite(String other) {
    return new SessionCookie(name, path, domain, httpOnly, secure, other, maxAge);
  }

  /** Sets how long the browser keeps it. */
  public SessionCookie maxAge(Duration other) {
    return new SessionCookie(name, path, domain, httpOnly, secure, sameSite, Optional.of(other));
  }

  /** Returns the values of this name, in the order of the request. */
  List<String> values(HttpServletRequest request) {
    List<String> values = new ArrayList<>();
    Cookie[] cookies = request.getCookies();
    for (Cookie cookie : cookies == null ? new Cookie[0] : cookies) {
      if (cookie.getName().equals(name)) {
        values.add(cookie.getValue());
      }
    }
    return values;
  }

  Cookie set(HttpServletRequest request, String id) {
    return cookie(request, id, maxAge.map(age -> (int) age.toSeconds()).orElse(-1));
  }

  Cookie cleared(HttpServletRequest request) {
    return cookie(request, "", 0);
  }

  private Cookie cookie(HttpServletRequest request, String value, int age) {
    Cookie cookie = new Cookie(name, value);
    String own = request.getContextPath();
    cookie.setPath(path.orElse(own == null || own.isEmpty() ? "/" : own));
    domain.ifPresent(cookie::setDomain);
    cookie.setHttpOnly(httpOnly);
    cookie.setSecure(secure.orElse(request.isSecure()));
    cookie.setAttribute("SameSite", sameSite);
    cookie.setMaxAge(age);
    return cookie;
  }
}
