package io.auscult.core.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** An event has the same fields whatever was read before: seen with classes of their own, which nobody else has loaded. */
class SchemaTest {
    @Test
    void shouldKnowEveryFieldBeforeAnyParserRuns() throws Exception {
        try (URLClassLoader fresh = new URLClassLoader(classPath(), ClassLoader.getPlatformClassLoader())) {
            List<String> before = fields(fresh);
            for (String name : classes()) {
                Class.forName(name, true, fresh);
            }
            assertThat(before).hasSizeGreaterThan(500);
            assertThat(fields(fresh)).isEqualTo(before);
        }
    }

    private static URL[] classPath() throws MalformedURLException {
        List<URL> urls = new ArrayList<>();
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
            urls.add(Path.of(entry).toUri().toURL());
        }
        return urls.toArray(URL[]::new);
    }

    /** Every field of every protocol's events, through the classes of that loader. */
    private static List<String> fields(ClassLoader loader) throws ReflectiveOperationException {
        Class<?> protocols = loader.loadClass(Protocols.class.getName());
        List<String> fields = new ArrayList<>();
        for (Object protocol : (List<?>) protocols.getField("ALL").get(null)) {
            for (Object event : (List<?>) call(protocol, "events")) {
                for (Object field : (List<?>) call(event, "fields")) {
                    fields.add(call(protocol, "name") + " " + call(event, "name") + "." + call(field, "name"));
                }
            }
        }
        return fields;
    }

    private static Object call(Object on, String method) throws ReflectiveOperationException {
        return on.getClass().getMethod(method).invoke(on);
    }

    /** All that is under {@code protocol}. */
    private static List<String> classes() throws IOException {
        Path root = Path.of(Protocols.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .getPath());
        try (Stream<Path> files = Files.walk(root.resolve("io/auscult/core/protocol"))) {
            return files.map(file -> root.relativize(file).toString())
                    .filter(name -> name.endsWith(".class") && !name.contains("package-info"))
                    .map(name ->
                            name.substring(0, name.length() - ".class".length()).replace(File.separatorChar, '.'))
                    .toList();
        }
    }
}
