package io.auscult.app;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/** Searches every byte of outputs for secrets: as they are, in UTF-16, in hexadecimal digits, and in Base64 at each of its three alignments. */
final class Leaks {
    private final Map<String, String> forms = new LinkedHashMap<>(); // form -> what it is

    /** @param name what it is, for the message of a failure */
    Leaks secret(String name, byte[] secret) {
        if (secret.length < 5) {
            throw new IllegalArgumentException(name + ": " + secret.length + " bytes (expected: too many for chance)");
        }
        String clear = new String(secret, StandardCharsets.ISO_8859_1);
        forms.put(clear, name + ", clear");
        forms.putIfAbsent(json(clear), name + ", as JSON writes it");
        forms.putIfAbsent(
                new String(clear.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1), name + ", in UTF-8");
        forms.put(
                new String(clear.getBytes(StandardCharsets.UTF_16LE), StandardCharsets.ISO_8859_1),
                name + ", in UTF-16");
        String hex = HexFormat.of().formatHex(secret);
        forms.put(hex, name + ", in hexadecimal digits");
        forms.put(hex.toUpperCase(Locale.ROOT), name + ", in hexadecimal digits");
        for (int alignment = 0; alignment < 3; alignment++) {
            byte[] shifted = new byte[alignment + secret.length];
            System.arraycopy(secret, 0, shifted, alignment, secret.length);
            String base64 = Base64.getEncoder().withoutPadding().encodeToString(shifted);
            int from = alignment == 0 ? 0 : alignment + 1; // digits that other bytes share are left out
            int to = base64.length() - (shifted.length % 3 == 0 ? 0 : 1);
            if (to - from >= 6) {
                forms.put(base64.substring(from, to), name + ", in Base64");
            }
        }
        return this;
    }

    Leaks secret(String name, String latin1) {
        return secret(name, latin1.getBytes(StandardCharsets.ISO_8859_1));
    }

    int size() {
        return forms.size();
    }

    private static String json(String text) {
        StringBuilder out = new StringBuilder();
        for (char c : text.toCharArray()) {
            out.append(
                    c == '"' || c == '\\'
                            ? "\\" + c
                            : c < ' ' || c > '~' ? String.format("\\u%04x", (int) c) : String.valueOf(c));
        }
        return out.toString();
    }

    /** What of it lies in these files, and where. */
    List<String> in(Path folder) throws IOException {
        List<String> found = new ArrayList<>();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
                in(folder.relativize(file).toString(), Files.readAllBytes(file), found);
            }
        }
        return found;
    }

    void in(String where, byte[] output, List<String> found) {
        String text = new String(output, StandardCharsets.ISO_8859_1);
        forms.forEach((form, name) -> {
            int at = text.indexOf(form);
            if (at >= 0) {
                String around = text.substring(Math.max(0, at - 60), Math.min(text.length(), at + form.length() + 20));
                found.add(where + " holds " + name + ": ..." + around.replaceAll("[^ -~]", ".") + "...");
            }
        });
    }
}
