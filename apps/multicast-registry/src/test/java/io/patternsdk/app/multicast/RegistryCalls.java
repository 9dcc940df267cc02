package io.patternsdk.app.multicast;

import io.patternsdk.app.testing.Answer;
import io.patternsdk.app.testing.Calls;
import io.patternsdk.app.testing.Events;

/** A client of a registry. */
final class RegistryCalls extends Calls {
  RegistryCalls(String base) {
    super(base);
  }

  Answer enumerate(String filter) {
    return get("/v1/identities?filter=" + encoded(filter));
  }

  void register(String json) {
    post("/v1/identities", json).ok();
  }

  Answer multicast(String json) {
    return post("/v1/multicasts", json);
  }

  /** Listens for an identity; the stream is open when this returns. */
  Events events(String id, String... headers) {
    return listen("/v1/identities/" + encoded(id) + "/events", headers);
  }

  /** Follows what becomes of the identities that match; the stream is open when this returns. */
  Events watch(String filter, String... headers) {
    return listen("/v1/watch?filter=" + encoded(filter), headers);
  }
}
