package io.patternsdk.lifecycle.internal.yaml;

import io.patternsdk.core.config.ConfigException;
import io.patternsdk.core.config.Location;
import io.patternsdk.core.config.Problem;
import io.patternsdk.core.config.Problems;
import io.patternsdk.core.config.SettingsNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.yaml.snakeyaml.error.YAMLException;

/**
 * Reads one YAML document whose root is a map. Every value keeps the text that was written: nothing
 * is turned into a number, a date or a truth value here.
 *
 * <p>Strict: UTF-8, at most 1 MiB, one document, each name once, no tags, no merge keys. Anchors
 * and aliases are allowed as long as they do not make a tree of more than 50,000 nodes or 50
 * levels.
 */
public final class YamlFile {

  private static final int LARGEST = 1 << 20;

  private YamlFile() {}

  /**
   * Reads a file, which messages name as it is given here.
   *
   * @param problems where those are noted after which reading could go on
   * @throws ConfigException when the file cannot be read or is not YAML, with everything noted so
   *     far
   */
  public static SettingsNode.Mapping read(Path file, Problems problems) {
    if (Files.exists(file) && !Files.isRegularFile(file)) {
      String what = Files.isDirectory(file) ? "is a directory" : "is no regular file";
      throw failed(file, problems, what, "expected a configuration file"); // a pipe may never end
    }
    try (InputStream in = Files.newInputStream(file)) {
      byte[] content = in.readNBytes(LARGEST + 1);
      if (content.length > LARGEST) {
        throw failed(file, problems, "is larger than 1MiB", "");
      }
      return parse(text(content), file.toString(), problems);
    } catch (NoSuchFileException e) {
      throw failed(file, problems, "does not exist", "expected a configuration file");
    } catch (AccessDeniedException e) {
      throw failed(file, problems, "may not be read", "expected a readable file");
    } catch (CharacterCodingException e) {
      throw failed(file, problems, "is not text", "expected UTF-8");
    } catch (IOException e) {
      throw failed(file, problems, "cannot be read: " + e.getMessage(), "");
    }
  }

  /**
   * Reads text that came from elsewhere.
   *
   * @param name what messages call it
   * @throws ConfigException as for {@link #read}
   */
  public static SettingsNode.Mapping parse(String text, String name, Problems problems) {
    try {
      return new TreeComposer(text, name, problems).document();
    } catch (YAMLException e) {
      problems.note(SyntaxProblem.of(e, text, name));
      throw new ConfigException(problems.all());
    }
  }

  private static String text(byte[] content) throws CharacterCodingException {
    String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(content)).toString();
    return text.startsWith("\uFEFF") ? text.substring(1) : text;
  }

  private static ConfigException failed(Path file, Problems problems, String what, String fix) {
    problems.note(new Problem(Location.whole(file.toString()), "", "the file " + what, fix));
    return new ConfigException(problems.all());
  }
}
