import com.google.googlejavaformat.java.Formatter;
import com.google.googlejavaformat.java.FormatterException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Formats every Java source below the working directory, or says which ones are not formatted.
 *
 * <p>Usage: {@code Format check|apply STATE}. Only files newer than STATE/formatted are looked at;
 * that file is touched when all of them were found right.
 */
public final class Format {
  private static final Set<String> SKIPPED = Set.of("target", ".git", "node_modules");

  private Format() {}

  public static void main(String[] args) throws IOException {
    boolean apply = args[0].equals("apply");
    Path stamp = Path.of(args[1], "formatted");
    FileTime started = FileTime.fromMillis(System.currentTimeMillis());
    ConcurrentLinkedQueue<String> wrong = new ConcurrentLinkedQueue<>();
    sources(stamp).parallelStream().forEach(file -> format(file, apply, wrong));
    if (!wrong.isEmpty()) {
      wrong.stream().sorted().forEach(System.err::println);
      System.err.println("Run script/format, which formats them all.");
      System.exit(1);
    }
    if (!Files.exists(stamp)) {
      Files.createFile(stamp);
    }
    Files.setLastModifiedTime(stamp, started);
  }

  private static void format(Path file, boolean apply, ConcurrentLinkedQueue<String> wrong) {
    try {
      String source = Files.readString(file);
      String formatted = new Formatter().formatSourceAndFixImports(source);
      if (formatted.equals(source)) {
        return;
      }
      if (apply) {
        Files.writeString(file, formatted);
      } else {
        wrong.add(file + ": not formatted");
      }
    } catch (FormatterException e) {
      wrong.add(file + ": " + e.getMessage());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<Path> sources(Path stamp) throws IOException {
    FileTime since =
        Files.exists(stamp) ? Files.getLastModifiedTime(stamp) : FileTime.fromMillis(0);
    List<Path> found = new ArrayList<>();
    Files.walkFileTree(
        Path.of(""),
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path dir, BasicFileAttributes attributes) {
            return dir.getFileName() != null && SKIPPED.contains(dir.getFileName().toString())
                ? FileVisitResult.SKIP_SUBTREE
                : FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            if (file.toString().endsWith(".java")
                && attributes.lastModifiedTime().compareTo(since) >= 0) {
              found.add(file);
            }
            return FileVisitResult.CONTINUE;
          }
        });
    return found;
  }
}
