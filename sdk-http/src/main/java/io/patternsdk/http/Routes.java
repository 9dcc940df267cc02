package io.patternsdk.http;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * The routes of a pattern. A path is a template such as {@code /v1/identities/{id}}: a variable
 * takes one segment, whatever characters it has. Immutable; made by {@link #builder}.
 */
public final class Routes {
  private final List<Route> routes;
  private final Function<Throwable, Optional<HttpProblem>> errors;

  private Routes(List<Route> routes, Function<Throwable, Optional<HttpProblem>> errors) {
    this.routes = routes;
    this.errors = errors;
  }

  /** Starts without routes. */
  public static Builder builder() {
    return new Builder();
  }

  /** Returns the routes in order of definition, as {@code GET /v1/identities/{id}}. */
  public List<String> templates() {
    return routes.stream().map(Route::toString).toList();
  }

  List<Route> all() {
    return routes;
  }

  HttpProblem problem(Throwable error) {
    return errors.apply(error).orElseGet(() -> Problems.of(error));
  }

  boolean unexpected(Throwable error) {
    return errors.apply(error).isEmpty() && Problems.unexpected(error);
  }

  /** Builds {@link Routes}; for one thread. */
  public static final class Builder {
    private final List<Route> routes = new ArrayList<>();
    private Function<Throwable, Optional<HttpProblem>> errors = error -> Optional.empty();
    private Set<String> secrets = Set.of();

    private Builder() {}

    /** Adds a route for GET. */
    public Builder get(String template, HttpHandler handler) {
      return route("GET", template, handler);
    }

    /** Adds a route for POST. */
    public Builder post(String template, HttpHandler handler) {
      return route("POST", template, handler);
    }

    /** Adds a route for PUT. */
    public Builder put(String template, HttpHandler handler) {
      return route("PUT", template, handler);
    }

    /** Adds a route for DELETE. */
    public Builder delete(String template, HttpHandler handler) {
      return route("DELETE", template, handler);
    }

    /** Adds a route for any method. */
    public Builder route(String method, String template, HttpHandler handler) {
      routes.add(Route.of(method, template, handler));
      return this;
    }

    /** Sets which problems the pattern's own exceptions become; empty for the usual ones. */
    public Builder errors(Function<Throwable, Optional<HttpProblem>> errors) {
      this.errors = errors;
      return this;
    }

    /**
     * Says which variables have secrets as values, such as ids that let in whoever knows them: of
     * these, records of what was asked for have a digest.
     */
    public Builder secrets(String... variables) {
      this.secrets = Set.of(variables);
      return this;
    }

    /** Returns the routes. */
    public Routes build() {
      return new Routes(routes.stream().map(route -> route.hiding(secrets)).toList(), errors);
    }
  }
}
