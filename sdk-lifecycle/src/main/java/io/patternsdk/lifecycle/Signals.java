package io.patternsdk.lifecycle;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/**
 * SIGTERM and SIGINT while they are handled here: the first one stops, the second one halts.
 *
 * <p>They are handled themselves, rather than by a shutdown hook, because hooks run when the exit
 * code is settled already, run at the same time as the hook that closes the log, and never hear of
 * a second signal. {@code sun.misc.Signal}, of the supported module jdk.unsupported, has no
 * successor; it is called by name because the compiler's warning of it cannot be suppressed.
 */
final class Signals implements AutoCloseable {
  private static final Logger LOG = System.getLogger(Signals.class.getName());

  private final List<Runnable> restores = new ArrayList<>();
  private final AtomicBoolean received = new AtomicBoolean();
  private final Consumer<String> first;
  private final Consumer<String> second;

  private Signals(Consumer<String> first, Consumer<String> second) {
    this.first = first;
    this.second = second;
  }

  /** Begins to handle them; both consumers get the name of the signal, such as {@code SIGTERM}. */
  static Signals handle(Consumer<String> first, Consumer<String> second) {
    Signals signals = new Signals(first, second);
    signals.take("TERM");
    signals.take("INT");
    return signals;
  }

  private void take(String name) {
    try {
      Class<?> signalType = Class.forName("sun.misc.Signal");
      Class<?> handlerType = Class.forName("sun.misc.SignalHandler");
      MethodHandle handle =
          MethodHandles.lookup()
              .findStatic(
                  signalType,
                  "handle",
                  MethodType.methodType(handlerType, signalType, handlerType));
      Object signal = signalType.getConstructor(String.class).newInstance(name);
      Object before = handle.invoke(signal, handler(handlerType, "SIG" + name));
      restores.add(() -> restore(handle, signal, before));
    } catch (Throwable e) {
      // The JVM was started with -Xrs or has no such module, or the system has no such signal.
      LOG.log(Level.WARNING, "SIG" + name + " will end the process at once: " + e);
    }
  }

  private Object handler(Class<?> type, String name) {
    return Proxy.newProxyInstance(
        type.getClassLoader(),
        new Class<?>[] {type},
        (proxy, method, arguments) -> {
          if (method.getName().equals("handle")) {
            received(name);
            return null;
          }
          // The JDK calls nothing else of it.
          throw new UnsupportedOperationException(method.getName());
        });
  }

  private static void restore(MethodHandle handle, Object signal, Object before) {
    try {
      handle.invoke(signal, before);
    } catch (Throwable e) {
      LOG.log(Level.WARNING, signal + " could not be given back: " + e);
    }
  }

  private void received(String name) {
    (received.compareAndSet(false, true) ? first : second).accept(name);
  }

  /** Gives them back to whoever handled them before. */
  @Override
  public void close() {
    restores.forEach(Runnable::run);
  }
}
