package io.auscult.app;

import io.auscult.app.config.Configuration;
import io.auscult.app.config.Entry;
import io.auscult.app.config.Setting;
import io.auscult.app.config.ShareSettings;
import io.auscult.app.config.receiver.ReceiverKind;
import io.auscult.app.config.receiver.Receivers;
import io.auscult.export.Secret;
import io.auscult.export.share.ShareKeys;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Whether the secrets and certificates that a configuration names can be read, by the user who asks. Stateless. */
final class SecretCheck {
    private SecretCheck() {}

    /** Those without which {@code capture} does not start: a line each, with its place in the file. */
    static List<String> problems(Configuration configuration) {
        if (!configuration.policies().isEmpty()) {
            try {
                ShareKeys.check(configuration.get(ShareSettings.OWN_KEYS));
            } catch (IOException e) {
                return List.of(configuration.place(ShareSettings.OWN_KEYS) + ": " + e.getMessage());
            }
        }
        return List.of();
    }

    /** Those that a receiver asks for when it connects: {@code capture} starts, and tries until they are there. Likewise. */
    static List<String> warnings(Configuration configuration) {
        List<String> warnings = new ArrayList<>();
        for (ReceiverKind kind : Receivers.ALL) {
            for (Entry entry : configuration.list(kind.section())) {
                entry.values().entrySet().stream()
                        .sorted(Comparator.comparing(given -> entry.lines().get(given.getKey())))
                        .forEach(given -> add(kind, entry, given, warnings));
            }
        }
        return warnings;
    }

    private static void add(
            ReceiverKind kind, Entry entry, Map.Entry<Setting<?>, Object> given, List<String> warnings) {
        String trouble = given.getValue() instanceof Optional<?> value ? trouble(value.orElse(null)) : "";
        if (!trouble.isEmpty()) {
            warnings.add(entry.place(given.getKey()) + ": " + trouble + "; until it can, nothing goes to "
                    + kind.name(entry));
        }
    }

    private static String trouble(@Nullable Object place) {
        if (place instanceof Secret secret) {
            try {
                secret.read();
            } catch (IOException e) {
                return "cannot be used: " + e.getMessage();
            }
        }
        return place instanceof Path file && !Files.isReadable(file) ? "cannot be read: " + file : "";
    }
}
