package io.patternsdk.lifecycle.config;

import io.patternsdk.core.config.Located;
import io.patternsdk.core.config.NearestName;
import io.patternsdk.core.config.Settings;
import java.util.Collection;
import java.util.Optional;

/**
 * The two forms of a file: {@code pattern:} with a name in it and the backends beside it, or the
 * pattern's name itself as a section with the backends in it.
 *
 * @param body the section with lifecycle, slots, concurrency and settings
 * @param backends the section with backends
 */
record FileForm(PatternConfig pattern, Settings body, Settings backends) {

  static FileForm of(Settings root, Collection<String> patterns) {
    Optional<String> written =
        root.has("pattern")
            ? Optional.empty()
            : root.names().stream().filter(name -> known(name, patterns).isPresent()).findFirst();
    return written.isPresent()
        ? shortForm(root.section(written.get()), known(written.get(), patterns).orElseThrow())
        : longForm(root, patterns);
  }

  private static FileForm shortForm(Settings section, String name) {
    Optional<String> version = section.string("version").optional();
    return new FileForm(
        new PatternConfig(name, version, section.location(), section.dottedPath()),
        section,
        section);
  }

  private static FileForm longForm(Settings root, Collection<String> patterns) {
    Settings section = root.section("pattern");
    Located<String> written =
        section.present()
            ? section
                .string("name")
                .check(text -> !text.isBlank(), "not empty")
                .located()
                .required()
            : new Located<>(missing(root, patterns), section.location(), "pattern");
    String name = written.value();
    Optional<String> known = known(name, patterns);
    if (known.isEmpty() && !name.isEmpty()) {
      section.problem(
          "name",
          "is \"" + written.shown() + "\", no pattern of this program",
          NearestName.hint(name, patterns));
    }
    Optional<String> version = section.string("version").optional();
    return new FileForm(
        new PatternConfig(known.orElse(name), version, section.location(), section.dottedPath()),
        section,
        root);
  }

  private static String missing(Settings root, Collection<String> patterns) {
    String names = String.join(" or ", patterns.stream().map(name -> name + ":").toList());
    String fix =
        root.names().stream()
            .flatMap(name -> NearestName.of(name, patterns).map(near -> meant(near, name)).stream())
            .findFirst()
            .orElse("expected a section pattern: or " + names);
    root.problem("pattern", "is missing", fix);
    return "";
  }

  private static String meant(String name, String written) {
    return "did you mean " + name + ": in place of " + written + ":?";
  }

  private static Optional<String> known(String written, Collection<String> patterns) {
    String wanted = written.replace('_', '-');
    return patterns.stream().filter(name -> name.replace('_', '-').equals(wanted)).findFirst();
  }
}
