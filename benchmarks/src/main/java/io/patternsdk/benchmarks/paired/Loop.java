package io.patternsdk.benchmarks.paired;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.Objects;
import java.util.function.IntToLongFunction;

/**
 * Does one kind of work again and again. Each is of a class of its own, made from this one, so that
 * the compiler sees what this loop calls and not what others do.
 */
final class Loop implements Contender.Turn {
  private final IntToLongFunction work;

  @SuppressWarnings("UnusedMethod") // that of each copy is
  private Loop(IntToLongFunction work) {
    this.work = work;
  }

  /** Makes one; the work is told which time it is, from 0, and returns what depends on it. */
  static Contender.Turn over(IntToLongFunction work) {
    try (InputStream in = Loop.class.getResourceAsStream("Loop.class")) {
      byte[] code = Objects.requireNonNull(in).readAllBytes();
      MethodHandles.Lookup copy = MethodHandles.lookup().defineHiddenClass(code, true);
      MethodType takesWork = MethodType.methodType(void.class, IntToLongFunction.class);
      return (Contender.Turn)
          copy.findConstructor(copy.lookupClass(), takesWork)
              .asType(MethodType.methodType(Contender.Turn.class, IntToLongFunction.class))
              .invokeExact(work);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (Error e) {
      throw e;
    } catch (Throwable e) {
      throw new LinkageError("no copy of the loop", e);
    }
  }

  @Override
  public long take(int times) {
    long sum = 0;
    for (int i = 0; i < times; i++) {
      sum += work.applyAsLong(i);
    }
    return sum;
  }
}
