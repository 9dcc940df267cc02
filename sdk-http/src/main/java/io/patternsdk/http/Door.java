package io.patternsdk.http;

/**
 * What one socket serves.
 *
 * @param table its routes
 * @param errors which problems exceptions of its routes become
 * @param authenticator who may pass
 */
record Door(RouteTable table, Routes errors, Authenticator authenticator) {

  static Door of(Routes routes, Authenticator authenticator) {
    return new Door(new RouteTable(routes.all()), routes, authenticator);
  }
}
