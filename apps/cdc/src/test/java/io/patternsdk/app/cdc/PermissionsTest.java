package io.patternsdk.app.cdc;

import io.patternsdk.app.testing.Permissions;
import io.patternsdk.app.testing.Tokens;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Holds what the served description demands of callers against whom the server lets in. */
class PermissionsTest {

  @Test
  void eachCallerMayDoWhatTheDescriptionSaysAndNothingElse(@TempDir Path directory) {
    Permissions permissions = new Permissions(new Tokens(directory), "/v1/destinations/dns/parked");
    try (Served served = Served.guarded(directory, permissions.http())) {
      permissions.hold(served.address());
    }
  }
}
