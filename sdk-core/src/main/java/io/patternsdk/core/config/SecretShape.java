package io.patternsdk.core.config;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Text that is tried once and then kept as its source, so that revealing reads it again. */
final class SecretShape implements Shape<Secret> {

  @Override
  public @Nullable Secret read(SettingsNode node, Place place) {
    if (node instanceof SettingsNode.Opaque opaque) {
      return opaque.secret();
    }
    SettingsNode.Scalar scalar = ScalarShape.scalar(node, place);
    if (scalar == null) {
      return null;
    }
    try {
      expand(scalar, place);
    } catch (UnresolvedException e) {
      place.note(node, e);
      return null;
    }
    return Secret.from(() -> reveal(scalar, place));
  }

  private static String reveal(SettingsNode.Scalar scalar, Place place) {
    try {
      return expand(scalar, place);
    } catch (UnresolvedException e) {
      throw new ConfigException(
          List.of(new Problem(scalar.location(), place.path(), e.what(), e.fix())));
    }
  }

  /** A secret that is empty would guard nothing, at the start or when it is read again. */
  private static String expand(SettingsNode.Scalar scalar, Place place) {
    String value = place.placeholders().expand(scalar.text());
    if (value.isBlank()) {
      String written = place.written(scalar);
      throw new UnresolvedException(
          "is empty" + (written == null ? "" : " after expansion of " + Masking.mask(written)),
          "leave it out where there is to be none");
    }
    place.placeholders().redaction().secret(value);
    return value;
  }

  @Override
  public String expected() {
    return "a secret such as ${file:/run/secrets/name} or ${NAME}";
  }

  @Override
  public boolean shown() {
    return false;
  }

  @Override
  public boolean guards() {
    return true;
  }

  @Override
  public Secret standIn() {
    return Secret.of("");
  }
}
