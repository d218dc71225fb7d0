import type { Model } from './linkage.ts';

/**
 * How often the records of one person, and of two, agree at each level: what a single entry is checked by, when there is no file to
 * learn from. Learned by `newel duplicates --learn 20000` (docs/linkage.md).
 */
export const usualModel: Model = {
  identifier: {
    m: [0.9547, 0.02385, 0.02147],
    u: [0.00003874, 0.00006088, 0.9999],
  },
  dateOfBirth: {
    m: [0.9268, 0.01404, 0.02268, 0.03646],
    u: [0.00006325, 0.00002783, 0.001854, 0.9981],
  },
  given: {
    m: [0.87, 0.009748, 0.1095, 0.009274, 0.001495],
    u: [0.007068, 0.0000025, 0.001813, 0.005448, 0.9857],
  },
  family: {
    m: [0.9164, 0.03735, 0.008052, 0.03824],
    u: [0.001888, 0.0006325, 0.002418, 0.9951],
  },
  address: {
    m: [0.6597, 0.06919, 0.001782, 0.2694],
    u: [0.00007325, 0.002857, 0.005269, 0.9918],
  },
  locality: {
    m: [0.7451, 0.00001557, 0.2549],
    u: [0.0404, 0.00000388, 0.9596],
  },
  postcode: {
    m: [0.7074, 0.02416, 0.2684],
    u: [0.00002138, 0.00007024, 0.9999],
  },
  phone: {
    m: [0.6122, 0.01589, 0.372],
    u: [0.00001814, 0.000003628, 1],
  },
  email: {
    m: [0.7628, 0.05607, 0.1811],
    u: [0.0000178, 0.0000178, 1],
  },
};
