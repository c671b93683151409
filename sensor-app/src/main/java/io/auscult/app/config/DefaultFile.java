package io.auscult.app.config;

import java.util.List;
import java.util.Map;

/** Prints the documented configuration file in which everything has its default. */
public final class DefaultFile {
    private static final int WIDTH = 100;

    private final StringBuilder out = new StringBuilder();

    private DefaultFile() {}

    public static String print() {
        return new DefaultFile().file();
    }

    private String file() {
        comment("", "Settings of Auscult. Everything has its default here; keep only the lines you change.");
        comment("", "Each can also be set by an environment variable, AUSCULT_<SECTION>_<KEY>, which then wins.");
        for (Map.Entry<String, String> section : Keys.sections().entrySet()) {
            out.append('\n');
            comment("", section.getValue());
            if (section.getKey().equals(Keys.ROLES)) {
                roles();
            } else {
                out.append(section.getKey()).append(":\n");
                Keys.of(section.getKey()).values().forEach(this::setting);
            }
        }
        return out.toString();
    }

    private <T> void setting(Setting<T> setting) {
        comment("  ", setting.doc());
        comment("  ", "[" + setting.type().expected() + "] " + setting.variable());
        List<String> values = values(setting);
        if (!setting.type().isList()) {
            out.append("  ")
                    .append(setting.name())
                    .append(": ")
                    .append(values.getFirst())
                    .append('\n');
        } else if (values.isEmpty()) {
            out.append("  ").append(setting.name()).append(": []\n");
        } else {
            out.append("  ").append(setting.name()).append(":\n");
            values.forEach(value -> out.append("    - ").append(value).append('\n'));
        }
    }

    private void roles() {
        for (Setting<?> setting : Keys.of(Keys.ROLES).values()) {
            comment(
                    "",
                    setting.name() + ": " + setting.doc() + " ["
                            + setting.type().expected() + "]");
        }
        comment("", "Example:");
        comment("", "- role: scanner");
        comment("", "  addresses: [10.20.0.9]");
        comment("", "  reason: Weekly vulnerability scan");
        comment("", "  author: J. Peeters, CISO");
        comment("", "  expires: 2027-03-31");
        out.append(Keys.ROLES).append(": []\n");
    }

    private static <T> List<String> values(Setting<T> setting) {
        ValueType<T> type = setting.type();
        return type.print().apply(Configuration.value(setting, Map.of())).stream()
                .map(text -> type.isText() || type.isList() ? quoted(text) : text)
                .toList();
    }

    private static String quoted(String text) {
        return "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
    }

    private void comment(String indent, String text) {
        if (text.startsWith(" ") || text.startsWith("- ")) {
            out.append(indent).append("#   ").append(text).append('\n');
            return;
        }
        StringBuilder line = new StringBuilder(indent).append('#');
        for (String word : text.split(" ")) {
            if (line.length() + 1 + word.length() > WIDTH) {
                out.append(line).append('\n');
                line = new StringBuilder(indent).append('#');
            }
            line.append(' ').append(word);
        }
        out.append(line).append('\n');
    }
}
