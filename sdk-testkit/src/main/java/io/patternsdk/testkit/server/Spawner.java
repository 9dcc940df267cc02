package io.patternsdk.testkit.server;

import io.patternsdk.testkit.DefaultSignals;
import io.patternsdk.testkit.Eventually;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import java.util.stream.Stream;

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
  private static final Eventually STANDING = Eventually.within(Duration.ofSeconds(30));

  /** States of a thread, as proc(5) names them, in which it runs nothing: stopped or dead. */
  private static final String STANDS = "TtZX";

  static {
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(() -> ALIVE.forEach(Process::destroyForcibly), "testkit-last-kill"));
  }

  private Spawner() {}

  /** Starts {@code command} as {@code user} with its output appended to {@code log}. */
  static Process spawn(ServerUser user, List<String> command, Path log) {
    List<String> words = new ArrayList<>();
    if (Files.isExecutable(SETPRIV)) {
      words.addAll(List.of(SETPRIV.toString(), "--pdeathsig", "KILL", "--"));
    }
    words.addAll(DefaultSignals.around(command));
    ProcessBuilder builder =
        new ProcessBuilder(user.around(words)) // outside: a change of user clears the signal
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
    String said = kill(Stream.of(process.toHandle()), signal);
    if (!said.isEmpty()) {
      throw new IllegalStateException("cannot send SIG" + signal + ": " + said);
    }
  }

  /** Sends {@code signal} to those of the processes that are still there. */
  static void signalThose(Stream<ProcessHandle> processes, String signal) {
    String unused = kill(processes, signal);
  }

  /**
   * Stops those of the processes that are still there, and returns when none of their threads runs
   * any more: on a busy machine a thread may go on for a while after the signal was sent. Where the
   * system does not tell, it returns at once.
   */
  static void stop(List<ProcessHandle> processes) {
    signalThose(processes.stream(), "STOP");
    STANDING.until(
        "that " + processes + " stand still",
        () -> processes.stream().allMatch(process -> standsStill(process.pid())));
  }

  private static boolean standsStill(long pid) {
    Path threads = Path.of("/proc", Long.toString(pid), "task");
    if (!Files.isDirectory(threads)) {
      return true; // gone, or no such system
    }
    try (Stream<Path> all = Files.list(threads)) {
      return all.allMatch(Spawner::stands);
    } catch (IOException | UncheckedIOException e) {
      return false; // one went while it was looked at
    }
  }

  private static boolean stands(Path thread) {
    try {
      String stat = Files.readString(thread.resolve("stat"), StandardCharsets.ISO_8859_1);
      return STANDS.indexOf(stat.charAt(stat.lastIndexOf(')') + 2)) >= 0;
    } catch (IOException e) {
      return true; // it has ended
    }
  }

  /** Returns what the command said, which is nothing unless a process is gone. */
  private static String kill(Stream<ProcessHandle> processes, String signal) {
    String pids =
        processes
            .filter(ProcessHandle::isAlive)
            .map(process -> " " + process.pid())
            .collect(Collectors.joining());
    if (pids.isEmpty()) {
      return "there is no such process";
    }
    try {
      Process sender =
          new ProcessBuilder("sh", "-c", "kill -" + signal + pids)
              .redirectErrorStream(true)
              .start();
      String said = new String(sender.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return sender.waitFor() == 0 ? "" : "kill: " + said.strip();
    } catch (IOException e) {
      throw new IllegalStateException("cannot send SIG" + signal + ": " + e, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while sending SIG" + signal, e);
    }
  }
}
