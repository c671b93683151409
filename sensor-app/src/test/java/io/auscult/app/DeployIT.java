package io.auscult.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The files that a hospital installs beside the sensor, read by the programs that they are written for. */
class DeployIT {
    private static final Path DEPLOY = Distribution.HOME.resolve("deploy");

    @TempDir
    private Path folder;

    private void accepts(String program, String... arguments) throws IOException, InterruptedException {
        Path binary = Path.of("/usr/bin", program);
        assumeTrue(Files.isExecutable(binary), "skipped: " + program + " is not installed");
        List<String> command = new ArrayList<>(List.of(binary.toString()));
        command.addAll(List.of(arguments));
        Program run = Program.run(folder, Map.of(), command);
        assertThat(run.exitCode()).as(run.out() + run.err()).isZero();
        assertThat(run.err()).isEmpty();
    }

    @Test
    void shouldFirePrometheusAlertsWhenTheyShould() throws Exception {
        accepts(
                "promtool",
                "test",
                "rules",
                DEPLOY.resolve("auscult-alerts-test.yml").toString());
    }

    @Test
    void shouldBeScrapedAsConfigured() throws Exception {
        accepts("promtool", "check", "config", DEPLOY.resolve("prometheus.yml").toString());
    }

    @Test
    void shouldBeAServiceOfSystemd() throws Exception {
        String unit = Files.readString(DEPLOY.resolve("auscult.service"));
        Path here = folder.resolve("auscult.service");
        Files.writeString(here, unit.replace("/opt/auscult", Distribution.HOME.toString()));
        accepts("systemd-analyze", "verify", "--man=no", here.toString());
    }
}
