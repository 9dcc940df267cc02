package io.patternsdk.testkit.server;

import io.patternsdk.testkit.DefaultSignals;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Starts child processes that end with this JVM: by a shutdown hook, and where util-linux's setpriv
 * exists by a signal of the kernel too, so that even a kill -9 of the JVM leaves none behind.
 */
final class Spawner {
  // The kernel sends the signal when the thread that started the child ends: it must never end.
  private static final ExecutorService THREAD =
      Executors.newSingleThreadExecutor(
          task -> {
            Thread thread = new Thread(task, "testkit-spawner");
            thread.setDaemon(true);
            return thread;
          });
  private static final Set<Process> ALIVE = ConcurrentHashMap.newKeySet();
  private static final Path SETPRIV = Path.of("/usr/bin/setpriv");

  static {
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(() -> ALIVE.forEach(Process::destroyForcibly), "testkit-last-kill"));
  }

  private Spawner() {}

  /** Starts {@code command} with its output appended to {@code log}. */
  static Process spawn(List<String> command, Path log) {
    List<String> words = new ArrayList<>();
    if (Files.isExecutable(SETPRIV)) {
      words.addAll(List.of(SETPRIV.toString(), "--pdeathsig", "KILL", "--"));
    }
    words.addAll(DefaultSignals.around(command));
    ProcessBuilder builder =
        new ProcessBuilder(words)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
    try {
      Process process = THREAD.submit(builder::start).get();
      process.getOutputStream().close();
      ALIVE.add(process);
      var unused = process.onExit().thenAccept(ALIVE::remove);
      return process;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while starting " + command, e);
    } catch (ExecutionException | IOException e) {
      throw new IllegalStateException("cannot start " + command + ": " + e.getCause(), e);
    }
  }

  /** Sends {@code signal}, for example STOP, to the process. */
  static void signal(Process process, String signal) {
    try {
      Process sender =
          new ProcessBuilder("sh", "-c", "kill -" + signal + " " + process.pid())
              .redirectErrorStream(true)
              .start();
      String output = new String(sender.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (sender.waitFor() != 0) {
        throw new IllegalStateException("cannot send SIG" + signal + ": " + output.strip());
      }
    } catch (IOException e) {
      throw new IllegalStateException("cannot send SIG" + signal + ": " + e, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while sending SIG" + signal, e);
    }
  }
}
