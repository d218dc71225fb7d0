export function looks(): { colorScheme: 'light' | 'dark'; width: number };
export function tooWide(width: number): string[];
export function componentsStarted(): boolean;
export function hasAxe(): boolean;
export function focused(): { tag: string; name: string; words: string; seen: boolean; covered: boolean };
export function summaryFocused(): boolean;
export function typeMegabytes(box: unknown, megabytes: number): void;
export function fontsReady(): Promise<void>;
export function toTop(element: unknown): void;
