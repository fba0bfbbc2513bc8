// @hey-api/openapi-ts: bases near Gao and Timbuktu, page by page, one of them, and one that is not.
import { deepStrictEqual, ok } from "node:assert";
import { getBase, listBases } from "./client";
import type { BasePage, Problem } from "./client";
import { client } from "./client/client.gen";

client.setConfig({ baseUrl: process.argv[2] });

function told(found: BasePage | undefined): unknown[] {
  return [found?.numberMatched, ...(found?.items.map((base) => [base.id, base.status]) ?? [])];
}

type Box = [number, number, number, number];
const aroundGao: Box = [-1, 16, 1, 17];
const northOfMopti: Box = [-4, 14, 1, 17];

async function main(): Promise<void> {
  const gao = { mission: ["minusma"], bbox: aroundGao, datetime: "2024-01" };
  const nearGao = await listBases({ query: gao });
  deepStrictEqual(told(nearGao.data), [1, ["minusma-gao", "retained-for-liquidation"]]);

  const wide = { mission: ["minusma"], bbox: northOfMopti, datetime: "2023-12", limit: 1 };
  const first = await listBases({ query: wide });
  deepStrictEqual(told(first.data), [2, ["minusma-gao", "in-use"]]);
  const onward = first.data?.links.find((link) => link.rel === "next");
  ok(onward);
  const cursor = new URL(onward.href).searchParams.get("cursor") ?? "";
  const second = await listBases({ query: { ...wide, cursor } });
  deepStrictEqual(told(second.data), [2, ["minusma-timbuktu-camp", "closed"]]);
  deepStrictEqual(second.data?.links.map((link) => link.rel), ["self"]);

  const base = await getBase({ path: { id: "minusma-gao" } });
  deepStrictEqual(base.data?.place?.name, "Gao");
  const locator = base.data?.statuses[0]?.citations[0]?.locator;
  ok(locator && "paragraph" in locator && locator.paragraph >= 1);

  const refused = await getBase({ path: { id: "nowhere" } });
  const problem: Problem | undefined = refused.error;
  deepStrictEqual([problem?.status, problem?.type], [404, "urn:mission-kb:problem:not-found"]);
}

void main();
