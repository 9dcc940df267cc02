package io.patternsdk.session.servlet;

import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletRegistration;
import jakarta.servlet.http.HttpServlet;
import java.nio.file.Path;
import org.apache.catalina.Context;
import org.apache.catalina.startup.Tomcat;
import org.eclipse.jetty.ee11.servlet.ServletContextHandler;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;

/** A servlet container of one servlet behind one filter. */
interface Container {
  int port();

  void stop() throws Exception;

  /** Starts one, for the application {@code /shop}. */
  interface Start {
    Container with(SessionFilter filter, HttpServlet servlet, Path directory) throws Exception;
  }

  private static void register(ServletContext made, SessionFilter filter, HttpServlet servlet) {
    filter.register(made);
    ServletRegistration.Dynamic added = made.addServlet("servlet", servlet);
    added.addMapping("/*");
    added.setAsyncSupported(true);
  }

  static Container tomcat(SessionFilter filter, HttpServlet servlet, Path directory)
      throws Exception {
    Tomcat tomcat = new Tomcat();
    tomcat.setBaseDir(directory.toString());
    tomcat.setHostname("127.0.0.1");
    tomcat.setPort(0);
    Context context = tomcat.addContext("/shop", directory.toString());
    context.addServletContainerInitializer(
        (classes, made) -> register(made, filter, servlet), null);
    tomcat.getConnector();
    tomcat.start();
    return new Container() {
      @Override
      public int port() {
        return tomcat.getConnector().getLocalPort();
      }

      @Override
      public void stop() throws Exception {
        tomcat.stop();
        tomcat.destroy();
      }
    };
  }

  static Container jetty(SessionFilter filter, HttpServlet servlet, Path directory)
      throws Exception {
    Server server = new Server();
    ServerConnector connector = new ServerConnector(server);
    connector.setHost("127.0.0.1");
    server.addConnector(connector);
    ServletContextHandler context = new ServletContextHandler("/shop");
    context.addServletContainerInitializer((classes, made) -> register(made, filter, servlet));
    server.setHandler(context);
    server.start();
    return new Container() {
      @Override
      public int port() {
        return connector.getLocalPort();
      }

      @Override
      public void stop() throws Exception {
        server.stop();
      }
    };
  }
}
