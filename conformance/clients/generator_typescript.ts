// openapi-generator, typescript-fetch: bases near Gao and Timbuktu, page by page, one of them, and one that is not.
import { deepStrictEqual, ok } from "node:assert";
import { BasesApi, Configuration, ResponseError, instanceOfPassageLocator, ProblemFromJSON } from "./client";
import type { BasePage } from "./client";

const bases = new BasesApi(new Configuration({ basePath: process.argv[2] }));

function told(found: BasePage): unknown[] {
  return [found.numberMatched, ...found.items.map((base) => [base.id, base.status])];
}

async function main(): Promise<void> {
  const nearGao = await bases.listBases({ mission: ["minusma"], bbox: [-1, 16, 1, 17], datetime: "2024-01" });
  deepStrictEqual(told(nearGao), [1, ["minusma-gao", "retained-for-liquidation"]]);

  const wide = { mission: ["minusma"], bbox: [-4, 14, 1, 17], datetime: "2023-12", limit: 1 };
  const first = await bases.listBases(wide);
  deepStrictEqual(told(first), [2, ["minusma-gao", "in-use"]]);
  const onward = first.links.find((link) => link.rel === "next");
  ok(onward);
  const cursor = new URL(onward.href).searchParams.get("cursor") ?? undefined;
  const second = await bases.listBases({ ...wide, cursor });
  deepStrictEqual(told(second), [2, ["minusma-timbuktu-camp", "closed"]]);
  deepStrictEqual(second.links.map((link) => link.rel), ["self"]);

  const base = await bases.getBase({ id: "minusma-gao" });
  deepStrictEqual(base.place?.name, "Gao");
  const locator = base.statuses[0]?.citations[0]?.locator;
  ok(locator && instanceOfPassageLocator(locator) && locator.paragraph >= 1);

  const refused = await bases.getBase({ id: "nowhere" }).catch((error: unknown) => error);
  ok(refused instanceof ResponseError);
  const problem = ProblemFromJSON(await refused.response.json());
  deepStrictEqual([problem.status, problem.type], [404, "urn:mission-kb:problem:not-found"]);
}

void main();
