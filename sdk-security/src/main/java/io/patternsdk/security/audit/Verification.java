package io.patternsdk.security.audit;

import io.patternsdk.core.json.JsonException;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Goes through the lines of the files, one after the other. */
final class Verification {
  private static final int MOST = 100;

  private final Map<String, Seal> seals;
  private final Optional<Link> wanted;
  private final List<String> problems = new ArrayList<>();
  private @Nullable Link last;
  private @Nullable Seal seal;
  private boolean found;
  private boolean closed;
  private int files;
  private long first;
  private long lost;
  private long torn;

  Verification(Map<String, Seal> seals, Optional<Link> wanted) {
    this.seals = seals;
    this.wanted = wanted;
    this.found = wanted.isEmpty() || wanted.get().equals(Link.NONE);
  }

  void read(Path file) throws IOException {
    files++;
    seal = null;
    long number = 0;
    try (InputStream in = new BufferedInputStream(Files.newInputStream(file), 1 << 16)) {
      ByteArrayOutputStream line = new ByteArrayOutputStream();
      for (int next = in.read(); next >= 0; next = in.read()) {
        if (next == '\n') {
          number++;
          line(file + " line " + number, line.toByteArray(), number == 1);
          line.reset();
        } else if (line.size() <= Segments.LONGEST_LINE) {
          line.write(next);
        }
      }
      torn += line.size();
    }
  }

  private void line(String where, byte[] bytes, boolean opening) {
    Optional<AuditLine> parsed = AuditLine.parse(bytes);
    if (parsed.isEmpty()) {
      problem(where + " is no line of an audit log");
      return;
    }
    AuditLine line = parsed.get();
    if (opening && !line.opens()) {
      problem(where + " is not the first of a file: what was before it is missing");
    } else if (!opening && line.opens()) {
      problem(where + " is the first of another file");
    }
    try {
      follow(where, line);
      lost += line.event().equals("lost") ? line.json().number("count").toLong() : 0;
    } catch (JsonException e) {
      problem(where + ": " + e.getMessage());
    }
    last = line.link();
    torn = 0;
    found = found || wanted.filter(line.link()::equals).isPresent();
    closed = line.event().equals("closed");
  }

  private void follow(String where, AuditLine line) {
    long number = line.link().line();
    Link before = last;
    if (before != null && number != before.line() + 1) {
      problem(where + " is number " + number + ", where " + (before.line() + 1) + " is due");
    }
    if (line.opens()) {
      before = opened(where, line, number);
    }
    if (first == 0) {
      first = number;
    }
    if (before == null || seal == null) {
      return; // which was told
    }
    Link due = seal.next(new Link(number - 1, before.hash()), line.text());
    if (!due.hash().equals(line.link().hash())) {
      problem(where + " was changed, or follows another line than it did");
    }
  }

  /** Returns the line that the first one of a file says it follows. */
  private Link opened(String where, AuditLine line, long number) {
    String hash = line.json().string("after");
    Link after = new Link(number - 1, Link.isHash(hash) ? hash : Link.NONE.hash());
    Link before = last;
    if (before == null) {
      found = found || wanted.filter(after::equals).isPresent();
    }
    if (!Link.isHash(hash)) {
      problem(where + " does not say which line it follows");
    }
    boolean begins = before == null && number > 1; // earlier files may be elsewhere
    if (!begins && !after.hash().equals(before == null ? Link.NONE.hash() : before.hash())) {
      problem(where + " follows another line than it did: some before it are missing");
    }
    if (!begins && line.json().number("torn").toLong() != torn) {
      problem(where + " follows " + torn + " bytes of no line, and says otherwise");
    }
    String key = line.json().has("key") ? line.json().string("key") : "";
    seal = seals.get(key);
    if (seal == null) {
      String needs = key.isEmpty() ? " was written without a key" : " was written with the key ";
      problem(where + needs + key + ", which is none of those given");
    }
    return after;
  }

  private void problem(String text) {
    if (problems.size() < MOST) {
      problems.add(text);
    }
  }

  AuditReport report() {
    Link end = last == null ? Link.NONE : last;
    if (files == 0) {
      problem("there are no files of an audit log");
    } else if (!found) {
      problem(missing(wanted.orElseThrow(), end));
    }
    return new AuditReport(problems, files, first, end.toString(), lost, torn, closed);
  }

  private String missing(Link line, Link end) {
    if (line.line() > end.line()) {
      return "line " + line.line() + " is missing: the log ends with line " + end.line();
    }
    return line.line() < first
        ? "line " + line.line() + " is in files that are not here"
        : "line " + line.line() + " has another hash: all after it was written anew";
  }
}
