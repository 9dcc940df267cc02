package io.patternsdk.http;

/**
 * What one socket serves.
 *
 * @param table its routes
 * @param errors which problems exceptions of its routes become
 * @param keeper who may pass
 */
record Door(RouteTable table, Routes errors, Doorkeeper keeper) {

  static Door of(Routes routes, Doorkeeper keeper) {
    return new Door(new RouteTable(routes.all()), routes, keeper);
  }
}
