import Mocha from "mocha";

/**
 * Mocha's spec output, closed by the titles of what failed, which long error texts would hide, and by the one line
 * that people and CI read: `N passed, N failed[, N skipped]`.
 */
class CountingReporter extends Mocha.reporters.Spec {
  constructor(runner: Mocha.Runner, options?: Mocha.MochaOptions) {
    super(runner, options);
    const failed: string[] = [];
    runner.on("fail", (test) => failed.push(`failed: ${test.titlePath().join(" › ")}\n`));
    runner.once("end", () => {
      const { passes, failures, pending } = this.stats;
      process.stdout.write(
        `${failed.join("")}${passes} passed, ${failures} failed${pending > 0 ? `, ${pending} skipped` : ""}\n`,
      );
    });
  }
}

module.exports = CountingReporter;
