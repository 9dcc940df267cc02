package io.patternsdk.session.servlet;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;

/** The pages of an application that uses its session as applications do. */
final class Pages {
  private final CyclicBarrier both = new CyclicBarrier(2);
  final CountDownLatch ended = new CountDownLatch(1);
  final CountDownLatch writing = new CountDownLatch(1);

  Application application() {
    return new Application()
        .text("/none", request -> "no session was asked for")
        .text("/has", request -> request.getSession(false) != null)
        .text("/id", request -> request.getSession().getId())
        .text("/new", request -> request.getSession().isNew())
        .text("/get", request -> request.getSession().getAttribute(request.getQueryString()))
        .text("/names", request -> Collections.list(request.getSession().getAttributeNames()))
        .text("/set", Pages::set)
        .text("/add", Pages::add)
        .text("/remove", Pages::remove)
        .text("/login", Pages::login)
        .text("/invalidate", Pages::invalidate)
        .text("/idle", Pages::idle)
        .text("/requested", Pages::requested)
        .text("/unstorable", Pages::unstorable)
        .text("/access", Pages::access)
        .text("/meet", this::meet)
        .text("/late", this::late)
        .page("/large", Pages::large)
        .page("/flush", Pages::flush)
        .page("/error", Pages::error)
        .page("/redirect", Pages::redirect)
        .page("/length", Pages::length)
        .page("/async", Pages::async);
  }

  private static Object set(HttpServletRequest request) {
    request.getParameterMap().forEach((n, v) -> request.getSession().setAttribute(n, v[0]));
    return "set";
  }

  @SuppressWarnings("unchecked")
  private static Object add(HttpServletRequest request) {
    HttpSession session = request.getSession();
    List<String> cart = (List<String>) session.getAttribute("cart");
    if (cart == null) {
      session.setAttribute("cart", new ArrayList<>(List.of(request.getQueryString())));
    } else {
      cart.add(request.getQueryString());
    }
    return session.getAttribute("cart");
  }

  private static Object remove(HttpServletRequest request) {
    request.getSession().removeAttribute(request.getQueryString());
    return "removed";
  }

  private static Object login(HttpServletRequest request) {
    HttpSession session = request.getSession();
    String changed = request.changeSessionId();
    session.setAttribute(SessionFilter.PRINCIPAL, request.getQueryString());
    session.setAttribute("user", request.getQueryString());
    return changed.equals(session.getId());
  }

  private static Object invalidate(HttpServletRequest request) {
    HttpSession session = request.getSession();
    session.invalidate();
    for (Runnable use :
        List.<Runnable>of(
            session::isNew,
            session::invalidate,
            () -> session.getAttribute("a"),
            () -> session.setAttribute("a", 1))) {
      try {
        use.run();
        return "an invalid session was used";
      } catch (IllegalStateException e) {
        // as the specification has it
      }
    }
    return request.getSession(false) == null;
  }

  private static Object idle(HttpServletRequest request) {
    HttpSession session = request.getSession();
    if (request.getQueryString() != null) {
      session.setMaxInactiveInterval(Integer.parseInt(request.getQueryString()));
    }
    return session.getMaxInactiveInterval();
  }

  private static Object requested(HttpServletRequest request) {
    return request.getRequestedSessionId()
        + " "
        + request.isRequestedSessionIdValid()
        + " "
        + request.isRequestedSessionIdFromCookie()
        + " "
        + request.isRequestedSessionIdFromURL();
  }

  private static Object unstorable(HttpServletRequest request) {
    try {
      request.getSession().setAttribute("a", new Thread());
      return "stored";
    } catch (IllegalArgumentException e) {
      return e.getMessage();
    }
  }

  private static Object access(HttpServletRequest request) {
    request.getSession().getAccessor().access(session -> session.setAttribute("by", "accessor"));
    return "done";
  }

  private Object meet(HttpServletRequest request) throws Exception {
    HttpSession session = request.getSession();
    session.getAttribute("a");
    both.await();
    session.setAttribute(request.getQueryString(), 1);
    return "met";
  }

  private Object late(HttpServletRequest request) throws Exception {
    HttpSession session = request.getSession();
    session.getAttribute("a");
    writing.countDown();
    ended.await();
    session.setAttribute("a", "late");
    return "answered";
  }

  private static void large(HttpServletRequest request, HttpServletResponse response)
      throws Exception {
    request.getSession().setAttribute("a", "large");
    response.getOutputStream().write(new byte[1 << 20]);
  }

  private static void flush(HttpServletRequest request, HttpServletResponse response)
      throws Exception {
    request.getSession().setAttribute("a", "before");
    response.getWriter().print("x");
    response.flushBuffer();
    request.getSession().setAttribute("b", "after");
  }

  private static void error(HttpServletRequest request, HttpServletResponse response)
      throws Exception {
    request.getSession().setAttribute("a", "error");
    response.sendError(418, "a teapot");
  }

  private static void redirect(HttpServletRequest request, HttpServletResponse response)
      throws Exception {
    request.getSession().setAttribute("a", "redirect");
    response.sendRedirect(response.encodeRedirectURL("/shop/get?a"));
  }

  private static void length(HttpServletRequest request, HttpServletResponse response)
      throws Exception {
    request.getSession().setAttribute("a", "length");
    response.setContentLength(2);
    response.getOutputStream().write(new byte[] {'o', 'k'});
  }

  private static void async(HttpServletRequest request, HttpServletResponse response) {
    HttpSession session = request.getSession();
    session.setAttribute("a", "at once");
    var asynchronous = request.startAsync(request, response);
    asynchronous.start(
        () -> {
          session.setAttribute("b", "later");
          asynchronous.complete();
        });
  }
}
