package io.auscult.rules.sigma;

import static org.assertj.core.api.Assertions.assertThat;

import io.auscult.rules.rule.Techniques;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RuleFoldersTest {
    @TempDir
    private Path folder;

    private RuleFolders folders;
    private long clock = 1_700_000_000L;

    @BeforeEach
    void write() throws IOException {
        write("a.yml", RuleScript.rule("dns", "a:\n    query: a\ncondition: a") + "name: first\n");
        write("inner/b.yaml", RuleScript.rule("http", "a:\n    uri: /a\ncondition: a") + "name: second\n");
        write("readme.txt", "no rule");
        folders = new RuleFolders(false, List.of(folder), Set.of(), new Techniques());
    }

    private void write(String name, String text) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
        Files.setLastModifiedTime(file, FileTime.from(Instant.ofEpochSecond(clock++)));
    }

    @Test
    void shouldReadFoldersInFolders() {
        RuleSet rules = folders.load();

        assertThat(rules.problems()).isEmpty();
        assertThat(rules.rules()).extracting(rule -> rule.id()).containsExactly("command.first", "command.second");
        assertThat(folders.haveChanged()).isFalse();
    }

    @Test
    void shouldKeepTheOldRulesOfAFileThatBecameWrong() throws IOException {
        folders.load();
        write("a.yml", RuleScript.rule("dns", "a:\n    qery: b\ncondition: a") + "name: first\n");
        write("inner/b.yaml", RuleScript.rule("http", "a:\n    uri: /b\ncondition: a") + "name: third\n");

        assertThat(folders.haveChanged()).isTrue();
        RuleSet rules = folders.load();
        assertThat(rules.rules()).extracting(rule -> rule.id()).containsExactly("command.first", "command.third");
        assertThat(rules.problems().toString()).contains("a.yml:7: qery: no field of dns");
        assertThat(folders.load().rules()).as("again").hasSize(2);

        write("a.yml", RuleScript.rule("dns", "a:\n    query: c\ncondition: a") + "name: fourth\n");
        assertThat(folders.load().rules())
                .extracting(rule -> rule.id())
                .containsExactly("command.fourth", "command.third");
        assertThat(folders.load().problems()).isEmpty();
    }

    @Test
    void shouldForgetFilesThatAreGone() throws IOException {
        folders.load();
        Files.delete(folder.resolve("a.yml"));

        assertThat(folders.haveChanged()).isTrue();
        assertThat(folders.load().rules()).extracting(rule -> rule.id()).containsExactly("command.second");
    }

    @Test
    void shouldSwitchRulesOff() {
        RuleSet rules = new RuleFolders(false, List.of(folder), Set.of("first"), new Techniques()).load();

        assertThat(rules.rules()).extracting(rule -> rule.id()).containsExactly("command.second");
    }

    @Test
    void shouldSayThatAFolderIsNotThere() {
        RuleSet rules = new RuleFolders(false, List.of(folder.resolve("nowhere")), Set.of(), new Techniques()).load();

        assertThat(rules.size()).isZero();
        assertThat(rules.problems().toString()).contains("nowhere", "no such file or folder");
    }

    @Test
    void shouldFindNothingWrongWithItsOwnRules() {
        assertThat(RuleFolders.builtIn(new Techniques()).load().problems()).isEmpty();
    }
}
