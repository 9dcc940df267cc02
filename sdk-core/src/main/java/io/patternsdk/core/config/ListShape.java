package io.patternsdk.core.config;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A list of values, or text with commas between them, as a variable of the environment has it. */
record ListShape<T>(Shape<T> item, String expected) implements Shape<List<T>> {

  @Override
  public @Nullable List<T> read(SettingsNode node, Place place) {
    return switch (node) {
      case SettingsNode.Sequence list -> items(list.items(), place);
      case SettingsNode.Scalar scalar -> split(scalar, place);
      case SettingsNode.Mapping section -> {
        place.note(section, "is a section");
        yield null;
      }
      case SettingsNode.Opaque secret -> {
        place.note(secret, "is a secret");
        yield null;
      }
    };
  }

  private @Nullable List<T> items(List<SettingsNode> nodes, Place place) {
    List<T> values = new ArrayList<>();
    boolean right = true;
    for (int i = 0; i < nodes.size(); i++) {
      T value = item.read(nodes.get(i), place.item(i, item.expected()));
      if (value == null) {
        right = false;
      } else {
        values.add(value);
      }
    }
    return right ? List.copyOf(values) : null;
  }

  private @Nullable List<T> split(SettingsNode.Scalar scalar, Place place) {
    if (scalar.empty()) {
      place.note(scalar, "has no value");
      return null;
    }
    try {
      List<SettingsNode> pieces = new ArrayList<>();
      for (String piece : place.placeholders().expand(scalar.text()).split(",", -1)) {
        pieces.add(new SettingsNode.Scalar(piece.strip(), true, scalar.location()));
      }
      return items(pieces, place.expanded(scalar.text()));
    } catch (UnresolvedException e) {
      place.note(scalar, e);
      return null;
    }
  }

  @Override
  public boolean guards() {
    return item.guards();
  }

  @Override
  public List<T> standIn() {
    return List.of();
  }
}
