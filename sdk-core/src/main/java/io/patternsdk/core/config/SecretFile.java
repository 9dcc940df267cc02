package io.patternsdk.core.config;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** The content of a file that a placeholder names. */
final class SecretFile {

  private static final int LIMIT = 1 << 20;

  private SecretFile() {}

  /**
   * Reads it.
   *
   * @param written the path as it was written, for messages: what a placeholder in it stands for is
   *     not shown
   */
  static String read(String path, String written) {
    byte[] content = bytes(path, written);
    if (content.length > LIMIT) {
      throw new UnresolvedException(
          "names the file " + written + ", which is too large", "at most 1MiB");
    }
    try {
      return withoutLastBreak(
          StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(content)).toString());
    } catch (CharacterCodingException e) {
      throw new UnresolvedException(
          "names the file " + written + ", which is not text", "expected UTF-8");
    }
  }

  private static byte[] bytes(String path, String written) {
    try {
      Path file = Path.of(path);
      if (Files.exists(file) && !Files.isRegularFile(file)) {
        throw unreadable(written, "is no regular file"); // a pipe would never end
      }
      try (InputStream in = Files.newInputStream(file)) {
        return in.readNBytes(LIMIT + 1);
      }
    } catch (NoSuchFileException e) {
      throw unreadable(written, "does not exist");
    } catch (AccessDeniedException e) {
      throw unreadable(written, "may not be read");
    } catch (IOException | InvalidPathException e) {
      throw unreadable(written, "cannot be read");
    }
  }

  private static UnresolvedException unreadable(String path, String why) {
    return new UnresolvedException(
        "names the file " + path + ", which " + why, "expected a readable file");
  }

  private static String withoutLastBreak(String text) {
    if (text.endsWith("\r\n")) {
      return text.substring(0, text.length() - 2);
    }
    return text.endsWith("\n") ? text.substring(0, text.length() - 1) : text;
  }
}
