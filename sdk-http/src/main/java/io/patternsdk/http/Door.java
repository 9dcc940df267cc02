package io.patternsdk.http;

/**
 * What one socket serves.
 *
 * @param table its routes
 * @param errors which problems exceptions of its routes become
 * @param authenticator who may pass
 * @param traffic its connections and what is under way on them
 */
record Door(RouteTable table, Routes errors, Authenticator authenticator, Traffic traffic) {

  static Door of(Routes routes, Authenticator authenticator, Traffic traffic) {
    return new Door(new RouteTable(routes.all()), routes, authenticator, traffic);
  }
}
