package io.patternsdk.app.session.demo;

import io.patternsdk.core.json.JsonObject;

/**
 * What became of a request.
 *
 * @param body what was answered where it was done; empty if that has none
 */
record Reply(Outcome outcome, JsonObject body) {
  static Reply of(Outcome outcome) {
    return new Reply(outcome, JsonObject.EMPTY);
  }
}
