const SKU = /^(?<family>[A-Z]{3})-(?<model>\d{4})(?:-(?<size>[A-Z]+))?$/;

export interface SkuParts {
  family: string;
  model: string;
  size: string | null;
}

export function parseSku(text: string): SkuParts | null {
  const regexMatch = SKU.exec(text.trim().toUpperCase());
  if (!regexMatch?.groups) return null;
  const { family = '', model = '', size = null } = regexMatch.groups;
  return { family, model, size };
}
