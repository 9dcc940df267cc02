import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.AddressLayout;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The engine as a library: the functions of libchdb that are needed here. */
final class EngineLibrary {
  private static final int UNKNOWN = 1002;
  private static final Pattern CODE = Pattern.compile("^Code: (\\d+)");
  private static final AddressLayout TEXT =
      ADDRESS.withTargetLayout(MemoryLayout.sequenceLayout(Integer.MAX_VALUE, JAVA_BYTE));

  private final Linker linker = Linker.nativeLinker();
  private final SymbolLookup symbols;
  private final MethodHandle connect;
  private final MethodHandle query;
  private final MethodHandle error;
  private final MethodHandle buffer;
  private final MethodHandle length;
  private final MethodHandle destroy;
  private final MethodHandle beginInsert;
  private final MethodHandle append;
  private final MethodHandle endInsert;
  private final MethodHandle insertError;
  private final MethodHandle destroyInsert;
  private final String version;

  EngineLibrary(Path file) {
    symbols = SymbolLookup.libraryLookup(file, Arena.global());
    connect = function("chdb_connect", FunctionDescriptor.of(ADDRESS, JAVA_INT, ADDRESS));
    query =
        function(
            "chdb_query_with_params_n",
            FunctionDescriptor.of(
                ADDRESS, ADDRESS, ADDRESS, JAVA_LONG, ADDRESS, JAVA_LONG, ADDRESS, ADDRESS, ADDRESS,
                ADDRESS, JAVA_LONG));
    error = function("chdb_result_error", FunctionDescriptor.of(TEXT, ADDRESS));
    buffer = function("chdb_result_buffer", FunctionDescriptor.of(ADDRESS, ADDRESS));
    length = function("chdb_result_length", FunctionDescriptor.of(JAVA_LONG, ADDRESS));
    destroy = function("chdb_destroy_query_result", FunctionDescriptor.ofVoid(ADDRESS));
    beginInsert =
        function(
            "chdb_stream_insert_n",
            FunctionDescriptor.of(ADDRESS, ADDRESS, ADDRESS, JAVA_LONG, ADDRESS, JAVA_LONG));
    append =
        function(
            "chdb_stream_append", FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS, JAVA_LONG));
    endInsert = function("chdb_stream_done", FunctionDescriptor.of(ADDRESS, ADDRESS));
    insertError = function("chdb_stream_insert_error", FunctionDescriptor.of(TEXT, ADDRESS));
    destroyInsert = function("chdb_destroy_insert_stream", FunctionDescriptor.ofVoid(ADDRESS));
    MethodHandle signals =
        function("chdb_set_signal_handlers_enabled", FunctionDescriptor.ofVoid(JAVA_INT));
    MethodHandle named = function("chdb_version", FunctionDescriptor.of(TEXT));
    try {
      signals.invoke(0); // the JVM has its own
      version = ((MemorySegment) named.invoke()).getString(0);
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    }
  }

  private MethodHandle function(String name, FunctionDescriptor type) {
    return linker.downcallHandle(symbols.find(name).orElseThrow(), type);
  }

  String version() {
    return version;
  }

  MemorySegment connect(Path directory) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment arguments = arena.allocate(ADDRESS, 2);
      arguments.setAtIndex(ADDRESS, 0, arena.allocateFrom("clickhouse"));
      arguments.setAtIndex(ADDRESS, 1, arena.allocateFrom("--path=" + directory));
      MemorySegment pointer = (MemorySegment) connect.invoke(2, arguments);
      if (pointer.equals(MemorySegment.NULL)) {
        throw new IllegalStateException("cannot open " + directory);
      }
      return pointer.reinterpret(ADDRESS.byteSize()).get(ADDRESS, 0);
    } catch (RuntimeException e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    }
  }

  Answer query(
      MemorySegment connection, byte[] statement, String format, Map<String, String> values) {
    Answer answer = ask(connection, statement, format, values);
    if (answer.code() != 0) {
      // what a failed one had made so far would come before the next answer
      ask(connection, "SELECT 1".getBytes(StandardCharsets.UTF_8), "TSV", Map.of());
    }
    return answer;
  }

  /** Rows go beside the statement: within it, some bytes of theirs would end it. */
  Answer insert(MemorySegment connection, byte[] statement, String format, byte[] rows) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment insertion =
          (MemorySegment)
              beginInsert.invoke(
                  connection,
                  arena.allocateFrom(JAVA_BYTE, statement),
                  (long) statement.length,
                  arena.allocateFrom(format),
                  (long) format.length());
      try {
        Answer begun = failed((MemorySegment) insertError.invoke(insertion));
        if (begun != null) {
          return begun;
        }
        int appended =
            (int) append.invoke(insertion, arena.allocateFrom(JAVA_BYTE, rows), (long) rows.length);
        Answer refused = failed((MemorySegment) insertError.invoke(insertion));
        Answer answer = answer((MemorySegment) endInsert.invoke(insertion));
        return appended == 0 ? answer : refused == null ? answer : refused;
      } finally {
        destroyInsert.invoke(insertion);
      }
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    }
  }

  private static Answer failed(MemorySegment message) {
    if (message.equals(MemorySegment.NULL)) {
      return null;
    }
    String text = message.getString(0);
    Matcher code = CODE.matcher(text);
    return Answer.failure(code.find() ? Integer.parseInt(code.group(1)) : UNKNOWN, text);
  }

  private Answer ask(
      MemorySegment connection, byte[] statement, String format, Map<String, String> values) {
    try (Arena arena = Arena.ofConfined()) {
      int count = values.size();
      MemorySegment names = arena.allocate(ADDRESS, Math.max(count, 1));
      MemorySegment nameLengths = arena.allocate(JAVA_LONG, Math.max(count, 1));
      MemorySegment texts = arena.allocate(ADDRESS, Math.max(count, 1));
      MemorySegment textLengths = arena.allocate(JAVA_LONG, Math.max(count, 1));
      int place = 0;
      for (Map.Entry<String, String> each : values.entrySet()) {
        byte[] name = each.getKey().getBytes(StandardCharsets.UTF_8);
        byte[] text = each.getValue().getBytes(StandardCharsets.UTF_8);
        names.setAtIndex(ADDRESS, place, arena.allocateFrom(each.getKey()));
        nameLengths.setAtIndex(JAVA_LONG, place, name.length);
        texts.setAtIndex(ADDRESS, place, arena.allocateFrom(each.getValue()));
        textLengths.setAtIndex(JAVA_LONG, place, text.length);
        place++;
      }
      MemorySegment result =
          (MemorySegment)
              query.invoke(
                  connection,
                  arena.allocateFrom(JAVA_BYTE, statement),
                  (long) statement.length,
                  arena.allocateFrom(format),
                  (long) format.length(),
                  names,
                  nameLengths,
                  texts,
                  textLengths,
                  (long) count);
      return answer(result);
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    }
  }

  private Answer answer(MemorySegment result) throws Throwable {
    if (result.equals(MemorySegment.NULL)) {
      return Answer.failure(UNKNOWN, "no result");
    }
    try {
      Answer failed = failed((MemorySegment) error.invoke(result));
      if (failed != null) {
        return failed;
      }
      long bytes = (long) length.invoke(result);
      byte[] body = new byte[Math.toIntExact(bytes)];
      if (bytes > 0) {
        MemorySegment content = ((MemorySegment) buffer.invoke(result)).reinterpret(bytes);
        MemorySegment.copy(content, JAVA_BYTE, 0, body, 0, body.length);
      }
      return new Answer(0, body);
    } finally {
      destroy.invoke(result);
    }
  }

  /**
   * What the engine says.
   *
   * @param code 0, or the code of the failure whose message is the body
   */
  record Answer(int code, byte[] body) {
    static Answer failure(int code, String message) {
      return new Answer(code, message.getBytes(StandardCharsets.UTF_8));
    }
  }
}
