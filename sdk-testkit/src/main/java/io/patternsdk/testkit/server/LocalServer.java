package io.patternsdk.testkit.server;

import io.patternsdk.testkit.Eventually;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A server that runs as a child process. */
final class LocalServer implements Backing {
  private static final Duration GONE_WITHIN = Duration.ofSeconds(30);
  private static final long STOP_SECONDS = 10;
  private static final int TRIES = 5;
  private static final String HOST = "127.0.0.1";
  private static final Set<LocalServer> OPEN = ConcurrentHashMap.newKeySet();

  static {
    Runtime.getRuntime()
        .addShutdownHook(new Thread(() -> OPEN.forEach(LocalServer::close), "testkit-last-close"));
  }

  private final ServerRecipe recipe;
  private final ServerSite site;
  private Process process;
  private boolean paused;

  private LocalServer(ServerRecipe recipe, ServerSite site) {
    this.recipe = recipe;
    this.site = site;
    this.process = spawn();
    OPEN.add(this);
  }

  /** Starts the server on fresh ports, again on others if somebody took one in between. */
  static LocalServer start(ServerRecipe recipe, Path program) {
    for (int tries = 1; ; tries++) {
      LocalServer server =
          new LocalServer(recipe, ServerSite.create(recipe, Optional.of(program), HOST));
      try {
        server.awaitReady();
        return server;
      } catch (IllegalStateException e) {
        boolean portTaken = server.logTail().toLowerCase(Locale.ROOT).contains("already in use");
        server.close();
        if (!portTaken || tries == TRIES) {
          throw e;
        }
      }
    }
  }

  private Process spawn() {
    List<String> command = new ArrayList<>();
    command.add(site.program().orElseThrow().toString());
    command.addAll(recipe.arguments(site));
    return Spawner.spawn(site.user(), command, site.log());
  }

  private void awaitReady() {
    try {
      Eventually.within(recipe.readyWithin()).check(this::probe);
    } catch (AssertionError e) {
      throw new IllegalStateException(
          recipe.name() + " is not ready on port " + port() + ": " + e.getMessage() + logTail(), e);
    }
    // Whoever answered the probe, it was not ours if ours has ended.
    if (!process.isAlive()) {
      throw new IllegalStateException(
          recipe.name() + " ended with status " + process.exitValue() + logTail());
    }
  }

  private void probe() throws IOException {
    if (process.isAlive()) {
      recipe.probe(site);
    }
  }

  @Override
  public String host() {
    return HOST;
  }

  @Override
  public int port() {
    return site.port();
  }

  @Override
  public String address(String scheme) {
    return scheme + "://" + HOST + ":" + port();
  }

  @Override
  public TestCertificate certificate() {
    return site.certificate();
  }

  @Override
  public void kill() {
    if (process.children().findAny().isPresent()) {
      Spawner.stop(List.of(process.toHandle())); // so that it starts no more
    }
    List<ProcessHandle> children = process.descendants().toList();
    children.forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
    awaitEnd();
    Eventually.within(GONE_WITHIN)
        .until("that its children are gone", () -> children.stream().noneMatch(LocalServer::runs));
  }

  /** Tells it from one that has ended and that its new parent does not ask about. */
  private static boolean runs(ProcessHandle child) {
    return child.isAlive() && child.info().command().isPresent();
  }

  @Override
  public void restart() {
    stopInGoodOrder();
    process = spawn();
    awaitReady();
  }

  @Override
  public void pause() {
    Spawner.signal(process, "STOP");
    Spawner.stop(List.of(process.toHandle()));
    Spawner.stop(process.descendants().toList());
    paused = true;
  }

  @Override
  public void resume() {
    Spawner.signalThose(process.descendants(), "CONT");
    Spawner.signal(process, "CONT");
    paused = false;
  }

  @Override
  public String logTail() {
    return site.logTail();
  }

  @Override
  public void close() {
    kill();
    site.remove();
    OPEN.remove(this);
  }

  private void stopInGoodOrder() {
    if (paused && process.isAlive()) {
      resume();
    }
    Spawner.signalThose(Stream.of(process.toHandle()), recipe.stopSignal());
    try {
      if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      process.destroyForcibly();
    }
    awaitEnd();
  }

  private void awaitEnd() {
    var unused = process.onExit().join();
    paused = false;
  }
}
