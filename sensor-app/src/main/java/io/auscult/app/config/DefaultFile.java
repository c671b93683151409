package io.auscult.app.config;

import io.auscult.app.config.receiver.ReceiverKind;
import io.auscult.app.config.receiver.Receivers;
import java.util.List;
import java.util.Map;

/** Prints the documented configuration file in which everything has its default. */
public final class DefaultFile {
    private static final int WIDTH = 100;

    private static final Map<String, String> EXAMPLES =
            Map.of(Keys.ROLES, """
            - role: scanner
              addresses: [10.20.0.9]
              reason: Weekly vulnerability scan
              author: J. Peeters, CISO
              expires: 2027-03-31
            """, Keys.EXCEPTIONS, """
            - rules: [lateral.file_spread]
              source: [10.20.0.12]
              times: ["Mon-Fri 22:00-06:00 Europe/Brussels"]
              up_to: medium
              reason: The laboratory system copies its programs to its clients at night
              author: J. Peeters, ICT
              expires: 2027-03-31
            """, ShareSettings.POLICIES, ShareSettings.EXAMPLE);

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
            if (Keys.LISTS.contains(section.getKey())) {
                entries(section.getKey());
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

    private void entries(String list) {
        for (Setting<?> setting : Keys.of(list).values()) {
            comment(
                    "",
                    setting.name() + ": " + setting.doc() + " ["
                            + setting.type().expected() + "]");
        }
        comment("", "Example:");
        example(list).lines().forEach(line -> comment("", line));
        out.append(list).append(": []\n");
    }

    private static String example(String list) {
        for (ReceiverKind kind : Receivers.ALL) {
            if (kind.section().equals(list)) {
                return kind.example();
            }
        }
        return EXAMPLES.getOrDefault(list, "");
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
