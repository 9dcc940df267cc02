package io.patternsdk.cdc;

/**
 * The keys of what is kept in the state.
 *
 * @param feed the name of the feed
 */
record Keys(String feed) {
  private String key(String name) {
    return "cdc/" + feed + "/" + name;
  }

  /** Who leads. */
  String leader() {
    return key("leader");
  }

  /** What somebody has told all processes. */
  String control() {
    return key("control");
  }

  /** What of a snapshot that is under way is delivered. */
  String snapshot() {
    return key("snapshot");
  }

  /** How far a destination has come that does not keep that itself. */
  String destination(String name) {
    return key("destination/" + name);
  }

  /** What is parked for a destination. */
  String parked(String destination) {
    return destination(destination) + "/parked";
  }
}
