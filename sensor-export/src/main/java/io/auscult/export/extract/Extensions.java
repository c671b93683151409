package io.auscult.export.extract;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Extensions of file names by type of content, from {@code extensions.tsv}. Immutable. Nothing of the wire gets into a name. */
final class Extensions {
    private static final String UNKNOWN = "bin";

    private final Map<String, String> byType = new HashMap<>();

    Extensions() {
        try (InputStream in = Extensions.class.getResourceAsStream("extensions.tsv")) {
            if (in == null) {
                throw new IllegalArgumentException(
                        "resource: extensions.tsv (expected: beside " + Extensions.class.getName() + ")");
            }
            for (String line : new String(in.readAllBytes(), StandardCharsets.UTF_8).split("\n", -1)) {
                int tab = line.indexOf('\t');
                if (tab > 0 && line.charAt(0) != '#') {
                    byType.put(line.substring(0, tab), line.substring(tab + 1).strip());
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String of(@Nullable String mimeType) {
        String known = mimeType == null ? null : byType.get(mimeType);
        if (known != null) {
            return known;
        }
        return mimeType != null && mimeType.startsWith("text/") ? "txt" : UNKNOWN;
    }
}
