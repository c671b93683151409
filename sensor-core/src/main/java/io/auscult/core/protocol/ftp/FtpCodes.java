package io.auscult.core.protocol.ftp;

import io.auscult.core.protocol.TextSlot;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Which reply codes answer which command, from {@code reply-codes.tsv}; and with it, which words are commands. Immutable, any thread. */
final class FtpCodes {
    private static final String FILE = "reply-codes.tsv";

    /** One line of the file. */
    private static final class Entry {
        final String command;
        final int[] codes;

        Entry(String command, int[] codes) {
            this.command = command;
            this.codes = codes;
        }
    }

    private static final Entry[] ENTRIES = load();

    private FtpCodes() {}

    /** Whether this is a command of FTP. */
    static boolean isCommand(TextSlot command) {
        return find(command) != null;
    }

    /** Whether a reply with this code is what the command may get. */
    static boolean answers(TextSlot command, int code) {
        Entry entry = find(command);
        if (entry != null) {
            for (int known : entry.codes) {
                if (known == code) {
                    return true;
                }
            }
        }
        return false;
    }

    private static Entry find(TextSlot command) {
        for (Entry entry : ENTRIES) {
            if (command.textEquals(entry.command)) {
                return entry;
            }
        }
        return null;
    }

    private static Entry[] load() {
        List<Entry> entries = new ArrayList<>();
        try (InputStream in = FtpCodes.class.getResourceAsStream(FILE)) {
            if (in == null) {
                throw new IllegalArgumentException("resource: " + FILE + " (expected: beside FtpCodes)");
            }
            for (String line : new String(in.readAllBytes(), StandardCharsets.UTF_8).split("\n", -1)) {
                if (line.isBlank() || line.charAt(0) == '#') {
                    continue;
                }
                String[] parts = line.split("\t", -1);
                String[] codes = parts[1].strip().split(" ", -1);
                int[] numbers = new int[codes.length];
                for (int i = 0; i < codes.length; i++) {
                    numbers[i] = Integer.parseInt(codes[i]);
                }
                entries.add(new Entry(parts[0], numbers));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return entries.toArray(new Entry[0]);
    }
}
