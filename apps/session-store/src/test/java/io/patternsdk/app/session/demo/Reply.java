package io.patternsdk.app.session.demo;

import io.patternsdk.core.json.JsonObject;

/**
 * What became of a request.
 *
 * @param body what was answered where it was done; empty if that has none
 * @param region where it was asked; empty if there is only one
 */
record Reply(Outcome outcome, JsonObject body, String region) {
  Reply(Outcome outcome, JsonObject body) {
    this(outcome, body, "");
  }

  static Reply of(Outcome outcome) {
    return new Reply(outcome, JsonObject.EMPTY);
  }

  Reply in(String where) {
    return new Reply(outcome, body, where);
  }
}
