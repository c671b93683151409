package io.auscult.app.config;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Whatever lies in the configuration file: it is understood, or every problem is told on a line of its own. */
class ConfigurationFuzzTest {
    private static final String FILE = "a.yml";

    @FuzzTest
    void files(byte[] data) {
        ConfigurationReader reader = new ConfigurationReader(FILE);
        reader.parse(new String(data, StandardCharsets.UTF_8));
        for (String problem : reader.problems()) {
            require(problem.startsWith(FILE + ":"), problem);
            require(problem.chars().noneMatch(Character::isISOControl), problem);
        }
        if (!reader.problems().isEmpty()) {
            return;
        }
        Configuration configuration = new Configuration(reader.values(), reader.lists(), reader.places());
        List<String> described = configuration.describe();
        require(described.stream().allMatch(line -> line.contains(": ")), described.toString());
        for (Setting<?> setting : Keys.all()) {
            if (!Keys.LISTS.contains(setting.section())) {
                require(configuration.get(setting) != null, setting.key());
            }
        }
        for (Entry role : configuration.roles()) {
            require(!role.get(EntryKeys.ROLE_REASON).isEmpty(), "reason");
            require(role.get(EntryKeys.ROLE_EXPIRES) != null, "expires");
        }
    }

    private static void require(boolean held, String what) {
        if (!held) {
            throw new AssertionError(what);
        }
    }
}
