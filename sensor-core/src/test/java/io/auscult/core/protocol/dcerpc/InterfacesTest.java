package io.auscult.core.protocol.dcerpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.auscult.core.protocol.dcerpc.Interfaces.Interface;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class InterfacesTest {
    private static Interface find(String text) {
        UUID uuid = UUID.fromString(text);
        return Interfaces.ALL.find(uuid.getMostSignificantBits(), uuid.getLeastSignificantBits());
    }

    @Test
    void shouldFindEveryInterfaceOnce() {
        List<Interface> all = Interfaces.ALL.list();
        Set<UUID> uuids = new HashSet<>();
        for (Interface one : all) {
            assertThat(Interfaces.ALL.find(one.high(), one.low())).isSameAs(one);
            assertThat(one.name()).isNotBlank();
            assertThat(uuids.add(new UUID(one.high(), one.low()))).isTrue();
        }
        assertThat(all).hasSizeGreaterThan(150);
    }

    @Test
    void shouldNotFindWhatHasNoName() {
        assertThat(find("11111111-2222-3333-4444-555555555555")).isNull();
        assertThat(Interfaces.ALL.ofPipe("nothing")).isNull();
    }

    @Test
    void shouldKnowTheUsualInterfaceOfAPipe() {
        assertThat(Interfaces.ALL.ofPipe("ntsvcs").name()).isEqualTo("svcctl");
        assertThat(Interfaces.ALL.ofPipe("lsass").name()).isEqualTo("lsarpc");
    }

    /** Operations that published detections name: by number and name, and the endpoint's name but for its case. */
    @Test
    void shouldNameTheOperationsThatDetectionsName() throws IOException {
        Path file = Path.of(System.getProperty("auscult.shared", "../../shared"), "design", "dce_rpc_operations.csv");
        assumeTrue(Files.exists(file), "no list at " + file.toAbsolutePath());
        List<String> lines = Files.readAllLines(file);
        for (String line : lines.subList(1, lines.size())) {
            String[] column = line.split(",", -1);
            Interface one = find(column[1]);
            assertThat(one).as(line).isNotNull();
            assertThat(one.name()).as(line).isEqualToIgnoringCase(column[0]);
            assertThat(one.operation(Integer.parseInt(column[3]))).as(line).isEqualTo(column[2]);
        }
        assertThat(lines.size()).isGreaterThan(130);
    }
}
