package io.patternsdk.session.servlet;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Answers each path by what a test said. */
final class Application extends HttpServlet {
  private static final long serialVersionUID = 1L;

  interface Page {
    void serve(HttpServletRequest request, HttpServletResponse response) throws Exception;
  }

  private final transient Map<String, Page> pages = new HashMap<>();

  Application page(String path, Page page) {
    pages.put(path, page);
    return this;
  }

  private static void text(HttpServletResponse response, @Nullable Object text) throws IOException {
    response.setContentType("text/plain");
    response.getWriter().print(text);
  }

  /** A page that answers with a text. */
  interface Text {
    @Nullable Object of(HttpServletRequest request) throws Exception;
  }

  Application text(String path, Text text) {
    return page(path, (request, response) -> text(response, text.of(request)));
  }

  @Override
  protected void service(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    try {
      pages.get(request.getPathInfo()).serve(request, response);
    } catch (IOException | RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new IOException(e);
    }
  }
}
