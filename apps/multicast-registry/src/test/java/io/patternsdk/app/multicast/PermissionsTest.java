package io.patternsdk.app.multicast;

import io.patternsdk.app.testing.Permissions;
import io.patternsdk.app.testing.Tokens;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Holds what the served description demands of callers against whom the server lets in. */
class PermissionsTest {

  @Test
  void eachCallerMayDoWhatTheDescriptionSaysAndNothingElse(@TempDir Path directory) {
    Permissions permissions = new Permissions(new Tokens(directory), "/v1/identities/dns");
    try (Served served = Served.with(Served.ALL, permissions.http())) {
      permissions.hold(served.address());
    }
  }
}
