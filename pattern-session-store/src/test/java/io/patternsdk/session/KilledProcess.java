package io.patternsdk.session;

import io.patternsdk.core.backend.Backend;
import io.patternsdk.core.backend.BackendOptions;
import io.patternsdk.core.backend.DriverRegistry;
import java.nio.file.Path;
import java.util.Map;

/** A process of the region eu that cannot reach us, writes, says the id and waits to be killed. */
final class KilledProcess {
  private KilledProcess() {}

  static Backend open(Path directory, String name) {
    Map<String, String> settings =
        Map.of("path", directory.resolve(name).toString(), "stream_lease", "1s");
    return DriverRegistry.load().open("embedded", BackendOptions.named(name).settings(settings));
  }

  static SessionStoreBuilder builder(Backend eu, Backend us, Backend stream, String local) {
    return SessionStore.builder()
        .secret(Stores.SECRET)
        .region("eu", eu)
        .region("us", us)
        .replication(stream)
        .local(local);
  }

  /** With the directory of the stores. */
  public static void main(String[] args) throws InterruptedException {
    Path directory = Path.of(args[0]);
    RegionalStores.Cut cut = new RegionalStores.Cut();
    cut.refusing = true;
    SessionStore store =
        SessionStore.builder()
            .secret(Stores.SECRET)
            .region("eu", open(directory, "eu"))
            .region("us", DriverRegistry.load().open("embedded"), cut)
            .replication(open(directory, "stream"))
            .local("eu")
            .start();
    String id = store.create(NewSession.of("ann").with("cart", "book")).id();
    store.set(id, "more", 1);
    System.out.println(id);
    Thread.sleep(Long.MAX_VALUE);
  }
}
