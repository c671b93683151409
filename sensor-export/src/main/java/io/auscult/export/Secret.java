package io.auscult.export;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.EnumSet;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * Where a password, token or key stands; never what it is, so that it can be printed and logged. Read anew at every {@link #read}, so that a
 * changed one is used from the next connection on. Immutable.
 *
 * @param source a file or the environment
 * @param place path of the file or name of the variable
 */
public record Secret(Source source, String place) {
    public enum Source {
        FILE,
        ENV
    }

    private static final int MAX_BYTES = 1 << 16;
    private static final String EXPECTED = "expected: file:/path or env:NAME, never the secret itself";
    private static final Set<PosixFilePermission> OTHERS = Set.of(
            PosixFilePermission.GROUP_READ,
            PosixFilePermission.GROUP_WRITE,
            PosixFilePermission.OTHERS_READ,
            PosixFilePermission.OTHERS_WRITE);

    public Secret {
        if (place.isBlank() || place.indexOf('\0') >= 0) {
            throw new IllegalArgumentException("secret: empty (" + EXPECTED + ")");
        }
    }

    /**
     * Reads {@code file:/path} or {@code env:NAME}. What is wrong is not repeated: it may be the secret.
     *
     * @param setting its name, for the message
     */
    public static Secret of(String setting, String text) {
        int colon = text.indexOf(':');
        String kind = colon < 0 ? "" : text.substring(0, colon);
        String place = text.substring(colon + 1);
        boolean isFile = kind.equals("file") && place.startsWith("/");
        if (!isFile && !(kind.equals("env") && place.matches("[A-Za-z_][A-Za-z0-9_]*"))) {
            throw new IllegalArgumentException(setting + ": not shown (" + EXPECTED + ")");
        }
        return new Secret(isFile ? Source.FILE : Source.ENV, place);
    }

    public static Secret ofFile(Path file) {
        return new Secret(Source.FILE, file.toString());
    }

    /** The secret, without the line end after it. @throws IOException when it is absent, empty, too long, no UTF-8, or a file that others may read or change */
    public String read() throws IOException {
        return read(System::getenv);
    }

    String read(UnaryOperator<String> environment) throws IOException {
        String text;
        if (source == Source.FILE) {
            text = readFile(Path.of(place));
        } else {
            text = environment.apply(place);
            if (text == null) {
                throw new IOException(this + ": not set");
            }
        }
        String secret = text.replaceFirst("[\\r\\n]+\\z", "");
        if (secret.isEmpty()) {
            throw new IOException(this + ": empty");
        }
        return secret;
    }

    private String readFile(Path file) throws IOException {
        byte[] bytes;
        try (InputStream in = Files.newInputStream(file)) {
            Set<PosixFilePermission> wrong = EnumSet.noneOf(PosixFilePermission.class);
            wrong.addAll(Files.getPosixFilePermissions(file));
            wrong.retainAll(OTHERS);
            if (!wrong.isEmpty()) {
                throw new IOException(this + ": others than its owner may read or change it (expected: chmod 600)");
            }
            bytes = in.readNBytes(MAX_BYTES + 1);
        } catch (NoSuchFileException e) {
            throw new IOException(this + ": no such file");
        } catch (java.nio.file.AccessDeniedException e) {
            throw new IOException(this + ": the sensor's user may not read it");
        }
        if (bytes.length > MAX_BYTES) {
            throw new IOException(this + ": longer than " + MAX_BYTES + " bytes");
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT)
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new IOException(this + ": not UTF-8");
        }
    }

    /** As in the configuration. */
    @Override
    public String toString() {
        return (source == Source.FILE ? "file:" : "env:") + place;
    }
}
