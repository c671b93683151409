package io.auscult.rules.sigma;

import io.auscult.rules.sigma.RuleLoader.Source;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.JarURLConnection;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.stream.Stream;

/** Finds files of rules: those of the program, below {@code /sigma} of its resources, and those of a folder. At most {@link #MAX_FILES} a folder. Any thread. */
final class RuleFiles {
    static final int MAX_FILES = 20_000;

    private static final String HOME = "sigma/";
    private static final int MAX_DEPTH = 16; // folders in folders

    private RuleFiles() {}

    /** The rules that are part of the program. A failure to read them is a defect of the build. */
    static List<Source> builtIn() {
        URL home = RuleFiles.class.getResource("/" + HOME);
        List<Source> sources = new ArrayList<>();
        if (home == null) {
            return sources;
        }
        try {
            if (home.openConnection() instanceof JarURLConnection jar) {
                jar.setUseCaches(false);
                try (var file = jar.getJarFile()) {
                    List<JarEntry> entries = file.stream()
                            .filter(entry -> entry.getName().startsWith(HOME) && isRules(entry.getName()))
                            .sorted((a, b) -> a.getName().compareTo(b.getName()))
                            .toList();
                    for (JarEntry entry : entries) {
                        try (InputStream in = file.getInputStream(entry)) {
                            sources.add(
                                    new Source(entry.getName(), new String(in.readAllBytes(), StandardCharsets.UTF_8)));
                        }
                    }
                }
                return sources;
            }
            Path folder = Path.of(home.toURI());
            for (Path file : files(folder)) {
                String name = HOME + folder.relativize(file).toString().replace(File.separatorChar, '/');
                sources.add(new Source(name, Files.readString(file)));
            }
            return sources;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The rules of a folder, or of a file; what cannot be read is said. */
    static List<Source> of(Path folder, List<Problem> problems) {
        List<Source> sources = new ArrayList<>();
        try {
            List<Path> files = files(folder);
            if (files.size() > MAX_FILES) {
                problems.add(new Problem(
                        folder.toString(),
                        1,
                        Problem.Kind.ERROR,
                        files.size() + " files (expected: at most " + MAX_FILES + ")"));
                return sources;
            }
            for (Path file : files) {
                read(file, sources, problems);
            }
        } catch (IOException | UncheckedIOException e) {
            problems.add(new Problem(
                    folder.toString(), 1, Problem.Kind.ERROR, e.getMessage() + " (expected: a folder of rules)"));
        }
        return sources;
    }

    private static void read(Path file, List<Source> sources, List<Problem> problems) {
        String wrong;
        try {
            if (Files.size(file) <= 4L * Yaml.MAX_LENGTH) {
                sources.add(new Source(file.toString(), Files.readString(file)));
                return;
            }
            wrong = "too long (expected: at most " + Yaml.MAX_LENGTH + " characters)";
        } catch (CharacterCodingException e) {
            wrong = "not UTF-8";
        } catch (IOException e) {
            wrong = "cannot be read: " + e.getMessage();
        }
        problems.add(new Problem(file.toString(), 1, Problem.Kind.ERROR, wrong));
    }

    /** Files of rules below a folder, in the order of their names. */
    static List<Path> files(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            throw new NoSuchFileException(folder.toString(), null, "no such file or folder");
        }
        if (Files.isRegularFile(folder)) {
            return List.of(folder);
        }
        try (Stream<Path> found = Files.walk(folder, MAX_DEPTH)) {
            return found.filter(file -> isRules(file.toString()) && Files.isRegularFile(file))
                    .sorted()
                    .toList();
        }
    }

    private static boolean isRules(String name) {
        return name.endsWith(".yml") || name.endsWith(".yaml");
    }
}
