// Reads GIFT from the standard input and prints what gift-pegjs makes of it.
const { parse } = require("gift-pegjs");
const text = require("fs").readFileSync(0, "utf8");
try {
  process.stdout.write(JSON.stringify(parse(text)));
} catch (error) {
  const place = error.location ? `line ${error.location.start.line}: ` : "";
  process.stderr.write(place + error.message);
  process.exit(1);
}
