package io.patternsdk.security;

import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSelector;
import com.nimbusds.jose.jwk.JWKSet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.text.ParseException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The keys of a file, which is read again when it has changed. */
final class FileKeys implements KeySource {
  private final Path file;
  private volatile @Nullable Read last;

  private record Read(FileTime modified, long size, JWKSet keys) {}

  FileKeys(Path file) {
    this.file = file;
  }

  @Override
  public List<JWK> select(JWKSelector selector) {
    try {
      return selector.select(current());
    } catch (IOException | ParseException e) {
      throw new KeysUnavailableException("the keys of " + file + " cannot be read", e);
    }
  }

  private JWKSet current() throws IOException, ParseException {
    FileTime modified = Files.getLastModifiedTime(file);
    long size = Files.size(file);
    Read last = this.last;
    if (last == null || !last.modified.equals(modified) || last.size != size) {
      last = new Read(modified, size, JWKSet.parse(Files.readString(file)));
      this.last = last;
    }
    return last.keys;
  }
}
