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
      place.placeholders().expand(scalar.text());
    } catch (UnresolvedException e) {
      place.note(node, e);
      return null;
    }
    return Secret.from(() -> reveal(scalar, place));
  }

  private static String reveal(SettingsNode.Scalar scalar, Place place) {
    try {
      return place.placeholders().expand(scalar.text());
    } catch (UnresolvedException e) {
      throw new ConfigException(
          List.of(new Problem(scalar.location(), place.path(), e.what(), e.fix())));
    }
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
  public Secret standIn() {
    return Secret.of("");
  }
}
